using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace AccountLinking.SelfService;

/// <summary>Bytes with a seal that binds them to a caller and a client, as text that may stand in an address. Pure.</summary>
internal static class SealedText
{
    public const int TimeLength = sizeof(long);

    public static string Write(Seal seal, string purpose, Caller caller, byte[] bytes) => Base64Url.EncodeToString([.. bytes, .. SealOf(seal, purpose, caller, bytes)]);

    /// <param name="length">Of the bytes; anything else is none.</param>
    public static bool TryRead(Seal seal, string purpose, Caller caller, string text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var all = new byte[length + Seal.Length];
        if (text.Length != Base64Url.GetEncodedLength(all.Length) || Base64Url.DecodeFromChars(text, all, out _, out var written) != OperationStatus.Done || written != all.Length) return false;
        var content = all[..length];
        if (!seal.Has(all[length..], purpose, content, Encoding.UTF8.GetBytes(caller.UserId.ToString()), Encoding.UTF8.GetBytes(caller.ClientId))) return false;
        bytes = content;
        return true;
    }

    public static byte[] Of(DateTimeOffset time)
    {
        var bytes = new byte[TimeLength];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.ToUnixTimeSeconds());
        return bytes;
    }

    /// <param name="bytes">Sealed ones: they are what <see cref="Of"/> made.</param>
    public static DateTimeOffset ToTime(ReadOnlySpan<byte> bytes) => DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes));

    private static byte[] SealOf(Seal seal, string purpose, Caller caller, byte[] content) =>
        seal.Of(purpose, content, Encoding.UTF8.GetBytes(caller.UserId.ToString()), Encoding.UTF8.GetBytes(caller.ClientId));
}
