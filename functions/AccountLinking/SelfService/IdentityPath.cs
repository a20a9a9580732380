using AccountLinking.Auth0;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AccountLinking.SelfService;

/// <summary>
/// The identity that a path names. It is read from the path as it was sent: a server decodes all of it but a slash (<c>%2F</c>), and then nobody can tell
/// an encoded slash from an encoded text that looks like one.
/// </summary>
internal static class IdentityPath
{
    private const string Prefix = $"{Routes.Prefix}/{Routes.Identities}/";

    /// <returns>Null: there can be no such identity.</returns>
    public static UserId? Read(HttpRequest request)
    {
        var path = (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty).Split('?')[0];
        if (!path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return null;
        var segments = path[Prefix.Length..].Split('/');
        if (segments.Length != 2) return null;
        return UserId.TryParse($"{Uri.UnescapeDataString(segments[0])}|{Uri.UnescapeDataString(segments[1])}", out var identity) ? identity : null;
    }
}
