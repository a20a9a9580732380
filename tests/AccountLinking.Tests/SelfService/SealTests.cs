using System.Text;
using AccountLinking.SelfService;

namespace AccountLinking.Tests.SelfService;

public sealed class SealTests
{
    private static readonly Seal Seal = new([.. Enumerable.Repeat((byte)7, 32)]);

    /// <summary>Two lists of parts that read the same end to end are two.</summary>
    [Theory]
    [InlineData("a", "bc", "ab", "c")]
    [InlineData("", "abc", "abc", "")]
    public void Tells_where_one_part_ends_and_the_next_begins(string first, string second, string otherFirst, string otherSecond) =>
        Assert.False(Seal.Has(Seal.Of("p", Bytes(first), Bytes(second)), "p", Bytes(otherFirst), Bytes(otherSecond)));

    [Fact]
    public void Is_good_for_its_purpose_alone()
    {
        var seal = Seal.Of("handle", Bytes("x"));

        Assert.True(Seal.Has(seal, "handle", Bytes("x")));
        Assert.False(Seal.Has(seal, "nonce", Bytes("x")));
        Assert.False(Seal.Has(seal, "handle", Bytes("x"), []));
        Assert.False(Seal.Has(seal[..^1], "handle", Bytes("x")));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
