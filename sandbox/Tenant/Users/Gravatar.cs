using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>The picture that Auth0 gives an account that has none: Gravatar's, or else one with the first letters of the address.</summary>
public static class Gravatar
{
    [SuppressMessage("Security", "CA5351", Justification = "Gravatar's own scheme; nothing is protected by it.")]
    public static string Of(string email)
    {
        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(email)));
        return $"https://s.gravatar.com/avatar/{hash}?s=480&r=pg&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2F{Uri.EscapeDataString(email[..Math.Min(2, email.Length)])}.png";
    }
}
