using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.Tests.Interleaving;

/// <summary>128 bits that tell two texts apart. Sums of them tell sets apart, whatever the order.</summary>
internal static class Digest
{
    /// <summary>What is digested once is not digested again: accounts and documents are immutable.</summary>
    private static readonly ConditionalWeakTable<object, StrongBox<UInt128>> Known = [];

    public static UInt128 Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static UInt128 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public static UInt128 Of<T>(T item, Func<T, string> text)
        where T : class => Known.GetValue(item, key => new StrongBox<UInt128>(Of(text((T)key)))).Value;

    /// <summary>Of two parts in their order.</summary>
    public static UInt128 Of(UInt128 first, UInt128 second)
    {
        Span<byte> both = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128LittleEndian(both, first);
        BinaryPrimitives.WriteUInt128LittleEndian(both[16..], second);
        return Of(both);
    }
}
