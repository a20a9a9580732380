namespace AccountLinking.Configuration;

/// <summary>The service does not start, because of its settings. The message has all that is wrong with them, for whoever is to put it right; it quotes no value.</summary>
public sealed class SettingsException : Exception
{
    /// <param name="problems">Sentences that begin with the setting's name.</param>
    /// <param name="hints">What was set and nobody reads, with what it may have been meant for.</param>
    public SettingsException(IReadOnlyList<string> problems, IReadOnlyList<string> hints)
        : base(TextOf(problems, hints)) => (Problems, Hints) = (problems, hints);

    public IReadOnlyList<string> Problems { get; }

    public IReadOnlyList<string> Hints { get; }

    private static string TextOf(IReadOnlyList<string> problems, IReadOnlyList<string> hints) => string.Join('\n',
    [
        "The service does not start, because of its settings:",
        .. problems.Select(problem => $"- {problem}"),
        .. hints.Select(hint => $"- {hint}"),
        "In app settings and environment variables a colon is written as two underscores (Auth0__Domain), in the names of Key Vault secrets as two dashes (Auth0--ClientSecret).",
    ]);
}
