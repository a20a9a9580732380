using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccountLinking.Auth0;

namespace AccountLinking.CrmSync;

/// <summary>
/// A hash of all phone numbers that an account shows, each with its identity and whether it says to be verified. What the account's number is follows from
/// these alone; so while the hash is the same, so is the number. The Action makes the same hash, without knowing which connections count.
/// </summary>
internal static class ShownNumbers
{
    /// <summary>Hexadecimal digits, of SHA-256: enough to tell that something has changed.</summary>
    private const int HashLength = 16;

    public static string HashOf(Auth0User account)
    {
        var shown = account.Identities.Select(identity => Describe(account, identity)).OfType<string>().Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(shown))))[..HashLength];
    }

    private static string? Describe(Auth0User account, UserIdentity identity)
    {
        var claims = account.ClaimsOf(identity);
        if (Json.Text(claims, "phone_number") is not { Length: > 0 } number) return null;
        var isMain = ReferenceEquals(identity, account.MainIdentity);
        return Part(isMain ? account.Id.ToString() : identity.FullId) + Part(number) + Part(Json.Property(claims, "phone_verified") switch
        {
            { ValueKind: JsonValueKind.True } => "true",
            null or { ValueKind: JsonValueKind.Null } => "unsaid",
            _ => "false",
        });
    }

    /// <summary>Its length first, so that nothing that a provider says can look like the end of it.</summary>
    private static string Part(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
}
