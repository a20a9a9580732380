using System.Buffers.Text;
using System.Text.Json;
using AccountLinking.Configuration;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>What a token endpoint issued, to tell what was configured wrongly. Nobody is let in by it.</summary>
internal static class IssuedToken
{
    internal enum Kind
    {
        ForManagementApi,

        /// <summary>No JWT, or one that only Auth0 can read.</summary>
        Opaque,

        /// <summary>Its audience is the application.</summary>
        IdToken,

        ForAnotherApi,
    }

    /// <param name="scope">What the token endpoint says that was granted; the token itself is asked first, for it counts.</param>
    public static (Kind Kind, IReadOnlyList<string> Granted) Of(string token, string? scope, Auth0Options options)
    {
        if (ParseWithoutVerification(token) is not { } claims) return (Kind.Opaque, []);
        var audiences = AudiencesOf(claims);
        if (audiences.Contains(options.ClientId, StringComparer.Ordinal)) return (Kind.IdToken, []);
        return audiences.Contains(options.Audience, StringComparer.Ordinal)
            ? (Kind.ForManagementApi, (Json.Text(claims, "scope") ?? scope ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : (Kind.ForAnotherApi, []);
    }

    private static JsonElement? ParseWithoutVerification(string token)
    {
        try
        {
            if (token.Split('.') is not [_, var payload, _]) return null;
            var claims = JsonElement.Parse(Base64Url.DecodeFromChars(payload));
            return claims.ValueKind == JsonValueKind.Object ? claims : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string> AudiencesOf(JsonElement claims) => Json.Property(claims, "aud") switch
    {
        { ValueKind: JsonValueKind.String } => [Json.Text(claims, "aud") ?? string.Empty],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String && Json.TryText(item, out var text) ? text : string.Empty)],
        _ => [],
    };
}
