using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AccountLinking.Webhooks;

/// <summary>A symmetric secret of Standard Webhooks. It prints masked.</summary>
public sealed class WebhookSecret
{
    /// <summary>What <see cref="TryParse"/> asks for, in words.</summary>
    public const string Rule = $"whsec_ followed by the base64 of 24 to 64 random bytes, {Example}";

    /// <summary>How to make one.</summary>
    public const string Example = "as from 'echo whsec_$(openssl rand -base64 32)'";

    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    public static bool TryParse(string text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var key = new byte[MaxBytes + 3];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) || length is < MinBytes or > MaxBytes) return false;
        secret = new WebhookSecret(key[..length]);
        return true;
    }

    /// <summary>Whether both are secrets and have the same key, however it is written: base64 may have white space in it.</summary>
    public static bool AreSame(string one, string other) =>
        TryParse(one, out var first) && TryParse(other, out var second) && CryptographicOperations.FixedTimeEquals(first._key, second._key);

    /// <summary>HMAC-SHA256.</summary>
    public byte[] Sign(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_key, content);

    public override string ToString() => $"{Prefix}***";
}
