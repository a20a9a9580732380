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

    /// <summary>
    /// What may be meant, the likeliest first: a proxy on the way, as the Functions host has one, may encode again what it did not decode. Only an
    /// identity of the caller's own comes to anything, and nobody has two that differ in that alone.
    /// </summary>
    public static IReadOnlyList<UserId> Read(HttpRequest request)
    {
        var path = (request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget ?? string.Empty).Split('?')[0];
        if (!path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || path[Prefix.Length..].Split('/') is not [var provider, var id]) return [];
        var (once, twice) = (Decode(provider, id), Decode(Uri.UnescapeDataString(provider), Uri.UnescapeDataString(id)));
        return [.. new[] { once, twice }.OfType<UserId>().Distinct()];
    }

    private static UserId? Decode(string provider, string id) =>
        UserId.TryParse($"{Uri.UnescapeDataString(provider)}|{Uri.UnescapeDataString(id)}", out var identity) ? identity : null;
}
