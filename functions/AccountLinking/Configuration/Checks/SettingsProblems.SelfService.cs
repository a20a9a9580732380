using System.Text;

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
            if (!IsOrigin(origin)) yield return $"SelfService:Origins:{index} must be an origin as browsers send it, as in https://app.example.com: scheme and host in lower case (international names as xn--…), a port only where it is not the usual one, and no path, slash at its end or wildcard; plain http is taken for this machine only.";
        }

        if (options.RequestsPerMinute is < MinRequestsPerMinute or > MaxRequestsPerMinute) yield return "SelfService:RequestsPerMinute must be from 5 to 600, as in 30.";
        if (options.NonceKey.Length > 0 && !SecretBytes.TryParse(options.NonceKey, out _)) yield return $"SelfService:NonceKey must be {SecretBytes.Rule}.";
        else if (isServed && options.NonceKey.Length == 0) yield return $"SelfService:NonceKey is required while Auth0:ApiAudience is set: {SecretBytes.Rule}.";
    }

    /// <summary>As browsers write it (https://url.spec.whatwg.org/#origin): another spelling would never be met.</summary>
    private static bool IsOrigin(string text) =>
        IsBaseUrl(text) && text == new Uri(text).GetLeftPart(UriPartial.Authority) && Ascii.IsValid(text) && !text.Contains('@', StringComparison.Ordinal);
}
