using System.Text.RegularExpressions;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// Compares URLs as Auth0 does, text by text, but for one thing: the port of a loopback address is not compared (RFC 8252,
/// section 7.3), because the ports of a sandbox are free to choose and its seed file cannot know them.
/// </summary>
public static partial class LoopbackUrl
{
    public static bool Same(string registered, string given) =>
        registered == given || (Parts().Match(registered) is { Success: true } one && Parts().Match(given) is { Success: true } other && HasSameParts(one, other) && OriginOf(given) is not null);

    /// <summary>Scheme, host and port, as browsers write an origin; null when the URL has none.</summary>
    public static string? OriginOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address.GetLeftPart(UriPartial.Authority) : null;

    private static bool HasSameParts(Match one, Match other) =>
        one.Groups["host"].ValueSpan.SequenceEqual(other.Groups["host"].ValueSpan) && one.Groups["rest"].ValueSpan.SequenceEqual(other.Groups["rest"].ValueSpan);

    [GeneratedRegex(@"^(?<host>https?://(127\.0\.0\.1|localhost|\[::1\]))(:[0-9]{1,5})?(?<rest>([/?].*)?)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parts();
}
