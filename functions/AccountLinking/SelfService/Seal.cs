using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.SelfService;

/// <summary>
/// HMAC-SHA256 over several parts, each with its length before it, so that no two lists of parts read the same. The first is what the result is
/// for: what was made for one purpose is good for no other. Pure.
/// </summary>
internal sealed class Seal(byte[] key)
{
    /// <summary>128 bits: nobody guesses one within the minutes that it is good for.</summary>
    public const int Length = 16;

    public byte[] Of(string purpose, params byte[][] parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Append(hash, Encoding.UTF8.GetBytes(purpose));
        foreach (var part in parts) Append(hash, part);
        return hash.GetHashAndReset()[..Length];
    }

    public bool Has(byte[] seal, string purpose, params byte[][] parts) => CryptographicOperations.FixedTimeEquals(seal, Of(purpose, parts));

    private static void Append(IncrementalHash hash, byte[] part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
