namespace AccountLinking.Configuration.Checks;

/// <summary>What is wrong with the section <c>SelfService</c>.</summary>
internal static partial class SettingsProblems
{
    private const int MinRequestsPerMinute = 5;
    private const int MaxRequestsPerMinute = 600;

    /// <param name="isServed">Whether <c>Auth0:ApiAudience</c> is set: only then is anything needed.</param>
    public static IEnumerable<string> Of(SelfServiceOptions options, bool isServed)
    {
        foreach (var problem in OfNames("SelfService:Connections", options.Connections)) yield return problem;
        foreach (var (index, origin) in options.Origins.Index())
        {
            if (!IsOrigin(origin)) yield return $"SelfService:Origins:{index} must be the origin of an application, as in https://app.example.com: scheme, host and port alone, in lower case; no wildcards, and plain http for this machine only.";
        }

        if (options.RequestsPerMinute is < MinRequestsPerMinute or > MaxRequestsPerMinute) yield return "SelfService:RequestsPerMinute must be from 5 to 600, as in 30.";
        if (options.NonceKey.Length > 0 && !SecretBytes.TryParse(options.NonceKey, out _)) yield return $"SelfService:NonceKey must be {SecretBytes.Rule}.";
        else if (isServed && options.NonceKey.Length == 0) yield return $"SelfService:NonceKey is required while Auth0:ApiAudience is set: {SecretBytes.Rule}.";
    }

    /// <summary>As browsers write it: another spelling would never be met.</summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsBaseUrl(text) && text == uri.GetLeftPart(UriPartial.Authority);
}
