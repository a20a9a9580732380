using System.Diagnostics.CodeAnalysis;

namespace AccountLinking.Configuration;

/// <summary>A secret for HMAC-SHA256 as a setting has it.</summary>
internal static class SecretBytes
{
    private const int MinBytes = 32;
    private const int MaxBytes = 64;

    /// <summary>What <see cref="TryParse"/> asks for, in words.</summary>
    public const string Rule = "the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'";

    public static bool TryParse(string text, [NotNullWhen(true)] out byte[]? secret)
    {
        var bytes = new byte[text.Length];
        secret = Convert.TryFromBase64String(text, bytes, out var length) && length is >= MinBytes and <= MaxBytes ? bytes[..length] : null;
        return secret is not null;
    }
}
