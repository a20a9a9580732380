using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.Webhooks;

/// <summary>
/// Standard Webhooks 1.0: HMAC-SHA256 over <c>{id}.{timestamp}.{body}</c>.
/// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    public static string Create(WebhookSecret secret, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body) =>
        Version + Convert.ToBase64String(secret.Sign(Content(id, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), body)));

    /// <summary>True when one of the secrets made one of the signatures, and the timestamp is no further from now than the tolerance.</summary>
    /// <param name="signatures">Space-separated; those of other versions are passed over.</param>
    public static bool Verify(
        IReadOnlyList<WebhookSecret> secrets, string id, string timestamp, string signatures, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan tolerance)
    {
        if (id.Length == 0) return false;
        var given = signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(text => text.StartsWith(Version, StringComparison.Ordinal)).Select(Decode).ToList();
        var content = Content(id, timestamp, body);
        var isSigned = false;
        foreach (var secret in secrets)
        {
            var expected = secret.Sign(content);
            // Each is compared to its end: how long it takes tells nothing of which one matched.
            foreach (var signature in given) isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return isSigned && IsRecent(timestamp, now, tolerance);
    }

    /// <summary>A timestamp that is no further from now than the tolerance.</summary>
    public static bool IsRecent(string timestamp, DateTimeOffset now, TimeSpan tolerance) =>
        long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (now - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() <= tolerance;

    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body) => [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];

    private static byte[] Decode(string signature)
    {
        var bytes = new byte[HMACSHA256.HashSizeInBytes + 1];
        return Convert.TryFromBase64String(signature[Version.Length..], bytes, out var length) ? bytes[..length] : [];
    }
}
