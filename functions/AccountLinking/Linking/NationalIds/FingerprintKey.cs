using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.Linking.NationalIds;

/// <summary>The secret under which numbers are remembered. It prints masked.</summary>
[DebuggerDisplay("********")]
internal sealed class FingerprintKey
{
    private const int MinBytes = 32;
    private const int MaxBytes = 64;

    /// <summary>What <see cref="TryParse"/> asks for, in words.</summary>
    public const string Rule = "the base64 of 32 to 64 random bytes";

    private readonly byte[] _bytes;

    private FingerprintKey(byte[] bytes)
    {
        _bytes = bytes;
        Id = Hmac("account-linking fingerprint key id")[..Fingerprint.KeyIdLength];
    }

    /// <summary>Tells fingerprints under this key from those under another one, and nothing of the key.</summary>
    public string Id { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out FingerprintKey? key)
    {
        var bytes = new byte[text.Length];
        var isBase64 = Convert.TryFromBase64String(text, bytes, out var length);
        key = isBase64 && length is >= MinBytes and <= MaxBytes ? new FingerprintKey(bytes[..length]) : null;
        return key is not null;
    }

    public Fingerprint Of(NationalId number) => new(Id, Hmac(number.Reveal()));

    public override string ToString() => "********";

    private string Hmac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_bytes, Encoding.UTF8.GetBytes(text)));
}
