namespace AccountLinking.Configuration.Vault;

/// <summary>What a vault held at one moment.</summary>
/// <param name="Values">By the names of settings.</param>
/// <param name="Hints">Names of secrets that no setting has, but that somebody may have meant for one.</param>
internal sealed record VaultSnapshot(IReadOnlyDictionary<string, string?> Values, IReadOnlyList<string> Hints)
{
    public static VaultSnapshot Empty { get; } = new(new Dictionary<string, string?>(), []);

    /// <summary>It holds what must not be printed.</summary>
    public override string ToString() => $"{Values.Count} secrets";
}
