using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace AccountLinking.Tests.Linking.Merging;

/// <summary>Metadata as people and programs might write it, as JSON texts, with few enough keys and values that they meet.</summary>
internal static class JsonGenerator
{
    private static readonly Gen<string> Scalar = Gen.Elements(
        "null", "true", "false", "0", "-0", "1", "1.0", "10e-1", "1.10", "12345678901234567890", "0.1234567890123456789", "1e400", "-7",
        "\"\"", "\"a\"", "\"A\"", "\"1\"", "\"null\"", "\"2026-11-20T08:15:30Z\"", "\"2026-11-20T09:15:30+01:00\"", "\"\\u00e5\"", "\"å\"", "\"a\\u030a\"", "\"😀\"", "\"\\u0000\"");

    /// <summary>Whatever is an object.</summary>
    public static Arbitrary<string> Any => From(Objects(Key, _ => Values(3), maxCount: 5));

    /// <summary>What stands under one key is of one kind in all of them, as where programs and not chance write it.</summary>
    public static Arbitrary<string> OfOneSchema => From(OfSchema(depth: 3));

    private static Gen<string> Key => Gen.Elements("a", "b", "c", "å", "", "A", "length", "__proto__");

    private static Gen<string> Values(int depth) =>
        depth == 0 ? Scalar : Gen.Frequency((3, Scalar), (2, Objects(Key, _ => Values(depth - 1), maxCount: 3)), (2, Arrays(Values(depth - 1))));

    private static Gen<string> OfSchema(int depth) => Objects(
        depth == 0 ? Gen.Elements("s1", "s2", "l1") : Gen.Elements("s1", "s2", "l1", "l2", "o1", "o2"),
        key => key[0] switch { 's' => Scalar, 'l' => Arrays(Values(1)), _ => OfSchema(depth - 1) },
        maxCount: 4);

    private static Gen<string> Arrays(Gen<string> element) =>
        from count in Gen.Choose(0, 4)
        from elements in element.ListOf(count)
        select $"[{string.Join(',', elements)}]";

    private static Gen<string> Objects(Gen<string> key, Func<string, Gen<string>> valueOf, int maxCount) =>
        from count in Gen.Choose(0, maxCount)
        from keys in key.ListOf(count)
        from properties in Gen.CollectToList(keys.Distinct(), name => valueOf(name).Select(value => $"{System.Text.Json.JsonSerializer.Serialize(name)}:{value}"))
        select $"{{{string.Join(',', properties)}}}";

    /// <summary>A counterexample is made smaller by leaving out first-level keys.</summary>
    private static Arbitrary<string> From(Gen<string> generator) => Arb.From(generator, Smaller);

    private static IEnumerable<string> Smaller(string json)
    {
        foreach (var key in JsonNode.Parse(json)!.AsObject().Select(property => property.Key).ToList())
        {
            var smaller = JsonNode.Parse(json)!.AsObject();
            smaller.Remove(key);
            yield return smaller.ToJsonString();
        }
    }
}
