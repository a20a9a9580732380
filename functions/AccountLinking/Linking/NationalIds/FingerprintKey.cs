using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Configuration;

namespace AccountLinking.Linking.NationalIds;

/// <summary>The secret under which numbers are remembered. It prints masked.</summary>
[DebuggerDisplay("********")]
internal sealed class FingerprintKey
{
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
        key = SecretBytes.TryParse(text, out var bytes) ? new FingerprintKey(bytes) : null;
        return key is not null;
    }

    public Fingerprint Of(NationalId number) => new(Id, Hmac(number.Reveal()));

    public override string ToString() => "********";

    private string Hmac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_bytes, Encoding.UTF8.GetBytes(text)));
}
