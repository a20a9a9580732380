using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Json;

public sealed class JsonMapTests
{
    [Theory]
    [InlineData("[]", "It is an array.")]
    [InlineData("null", "It is null.")]
    [InlineData("\"text\"", "It is a string.")]
    [InlineData("1", "It is a number.")]
    [InlineData("true", "It is a boolean.")]
    public void Refuses_what_is_not_an_object(string json, string message) =>
        Assert.Equal(message, Assert.Throws<JsonException>(() => JsonMap.Parse(json)).Message);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{} {}")]
    public void Refuses_what_is_not_json(string text) =>
        Assert.ThrowsAny<JsonException>(() => JsonMap.Parse(text));

    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"a":["\udc00"]}""")]
    [InlineData("""{"a":{"b":{"\ud800":1}}}""")]
    [InlineData("""{"\ud800":1}""")]
    public void Refuses_half_a_character(string json) =>
        Assert.Equal("A text is not valid Unicode.", Assert.Throws<JsonException>(() => JsonMap.Parse(json)).Message);

    [Fact]
    public void Refuses_bytes_that_are_not_utf_8()
    {
        using var document = JsonDocument.Parse(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' });

        Assert.Throws<JsonException>(() => JsonMap.From(document.RootElement));
    }

    [Fact]
    public void Keeps_the_order_of_its_properties()
    {
        var map = JsonMap.Parse("""{"z":1,"a":2,"m":3}""").With("b", "x").With("a", "changed");

        Assert.Equal("""{"z":1,"a":"changed","m":3,"b":"x"}""", map.ToString());
        Assert.Equal(["z", "a", "m", "b"], map.Keys);
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.50")]
    [InlineData("-0")]
    [InlineData("1E5")]
    [InlineData("1e+05")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e999")]
    public void Keeps_numbers_byte_for_byte(string number)
    {
        var json = $$"""{"n":{{number}},"in":[{"n":{{number}}}]}""";

        Assert.Equal(json, JsonMap.Parse(json).ToString());
        Assert.Equal($$"""{"n":{{number}}}""", JsonMap.Empty.With("n", JsonMap.Parse(json)["n"]).ToString());
    }

    [Theory]
    [InlineData("""{"a":"Åsa <b> & 'c'"}""")]
    [InlineData("""{"a":"\"\\\n"}""")]
    [InlineData("""{"a":null,"b":[],"c":{},"d":true,"e":false}""")]
    public void Writes_back_what_it_read(string json) => Assert.Equal(json, JsonMap.Parse(json).ToString());

    [Fact]
    public void Takes_the_last_value_of_a_repeated_name() =>
        Assert.Equal("""{"a":3,"b":2}""", JsonMap.Parse("""{"a":1,"b":2,"a":3}""").ToString());

    [Fact]
    public void Does_not_mix_up_names_that_differ_in_case() =>
        Assert.Equal("""{"a":1,"A":2}""", JsonMap.Parse("""{"a":1,"A":2}""").ToString());

    [Fact]
    public void Is_not_changed_by_a_change()
    {
        var map = JsonMap.Parse("""{"a":1,"b":2}""");

        var changed = map.With("a", "x").With("c", true).With("d", 5L).Without("b").With([KeyValuePair.Create("e", JsonValue.Of("y"))]);

        Assert.Equal("""{"a":1,"b":2}""", map.ToString());
        Assert.Equal("""{"a":"x","c":true,"d":5,"e":"y"}""", changed.ToString());
        Assert.Equal("{}", JsonMap.Empty.ToString());
    }

    [Fact]
    public void Outlives_the_document_that_it_was_read_from()
    {
        JsonMap map;
        using (var document = JsonDocument.Parse("""{"a":{"b":"c"}}""")) map = JsonMap.Empty.With("copy", document.RootElement);

        Assert.Equal("""{"copy":{"a":{"b":"c"}}}""", map.ToString());
    }

    [Fact]
    public void Without_an_unknown_name_is_the_same_map()
    {
        var map = JsonMap.Parse("""{"a":1}""");

        Assert.Same(map, map.Without("b"));
    }

    [Fact]
    public void Where_keeps_the_chosen_names_in_order() =>
        Assert.Equal("""{"c":3,"a":1}""", JsonMap.Parse("""{"c":3,"b":2,"a":1}""").Where(name => name != "b").ToString());

    [Theory]
    [InlineData("text", "x")]
    [InlineData("empty", "")]
    [InlineData("number", null)]
    [InlineData("null", null)]
    [InlineData("missing", null)]
    public void Text_is_only_that_of_a_string(string name, string? expected) =>
        Assert.Equal(expected, JsonMap.Parse("""{"text":"x","empty":"","number":1,"null":null}""").Text(name));

    [Theory]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    [InlineData("text", false)]
    [InlineData("one", false)]
    [InlineData("missing", false)]
    public void Only_true_is_true(string name, bool expected) =>
        Assert.Equal(expected, JsonMap.Parse("""{"yes":true,"no":false,"text":"true","one":1}""").IsTrue(name));
}
