using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Json;

public sealed class JsonFieldsTests
{
    private static readonly Dictionary<string, Func<JsonFields, object?>> Readers = new()
    {
        ["text"] = fields => fields.RequiredText("f"),
        ["text?"] = fields => fields.OptionalText("f"),
        ["int?"] = fields => fields.OptionalInt("f", 1, 10),
        ["number?"] = fields => fields.OptionalNumber("f", 0.5, 10),
        ["bool?"] = fields => fields.OptionalBool("f"),
        ["object"] = fields => fields.RequiredObject("f"),
        ["object?"] = fields => fields.OptionalObject("f"),
        ["fields?"] = fields => fields.OptionalFields("f"),
        ["list?"] = fields => fields.OptionalList("f"),
        ["texts?"] = fields => fields.OptionalTexts("f"),
    };

    [Theory]
    [InlineData("text", "{}", "'f' is required: a non-empty string.")]
    [InlineData("text", """{"f":null}""", "'f' is required: a non-empty string.")]
    [InlineData("text", """{"f":""}""", "'f' is required: a non-empty string.")]
    [InlineData("text", """{"F":"x"}""", "'f' is required: a non-empty string.")]
    [InlineData("text", """{"f":1}""", "'f' must be a string, not a number.")]
    [InlineData("text?", """{"f":1.5}""", "'f' must be a string, not a number.")]
    [InlineData("text?", """{"f":true}""", "'f' must be a string, not a boolean.")]
    [InlineData("text?", """{"f":{}}""", "'f' must be a string, not an object.")]
    [InlineData("text?", """{"f":[]}""", "'f' must be a string, not an array.")]
    [InlineData("int?", """{"f":"1"}""", "'f' must be a whole number, not a string.")]
    [InlineData("int?", """{"f":1.5}""", "'f' must be a whole number between 1 and 10.")]
    [InlineData("int?", """{"f":99999999999}""", "'f' must be a whole number between 1 and 10.")]
    [InlineData("int?", """{"f":false}""", "'f' must be a whole number, not a boolean.")]
    [InlineData("int?", """{"f":0}""", "'f' must be a whole number between 1 and 10.")]
    [InlineData("int?", """{"f":11}""", "'f' must be a whole number between 1 and 10.")]
    [InlineData("number?", """{"f":"1"}""", "'f' must be a number, not a string.")]
    [InlineData("number?", """{"f":0.49}""", "'f' must be between 0.5 and 10.")]
    [InlineData("number?", """{"f":10.01}""", "'f' must be between 0.5 and 10.")]
    [InlineData("number?", """{"f":1e999}""", "'f' must be between 0.5 and 10.")]
    [InlineData("bool?", """{"f":"true"}""", "'f' must be true or false, not a string.")]
    [InlineData("bool?", """{"f":1}""", "'f' must be true or false, not a number.")]
    [InlineData("object", "{}", "'f' is required: an object.")]
    [InlineData("object", """{"f":null}""", "'f' is required: an object.")]
    [InlineData("object", """{"f":[]}""", "'f' must be an object, not an array.")]
    [InlineData("object?", """{"f":"{}"}""", "'f' must be an object, not a string.")]
    [InlineData("fields?", """{"f":true}""", "'f' must be an object, not a boolean.")]
    [InlineData("list?", """{"f":{}}""", "'f' must be an array, not an object.")]
    [InlineData("list?", """{"f":[{},null]}""", "'f[1]' must be an object, not null.")]
    [InlineData("list?", """{"f":["x"]}""", "'f[0]' must be an object, not a string.")]
    [InlineData("texts?", """{"f":"x"}""", "'f' must be an array of strings, not a string.")]
    [InlineData("texts?", """{"f":["x",1]}""", "'f' must be an array of strings, not an array.")]
    public void Says_what_is_wrong(string reader, string json, string message)
    {
        var fields = new JsonFields(JsonMap.Parse(json));

        Assert.Equal(message, Assert.Throws<FieldException>(() => Readers[reader](fields)).Message);
    }

    [Theory]
    [InlineData("text", "'outer.f' is required: a non-empty string.")]
    [InlineData("object", "'outer.f' is required: an object.")]
    public void Names_the_path_of_a_field(string reader, string message)
    {
        var fields = new JsonFields(JsonMap.Parse("""{"outer":{}}""")).OptionalFields("outer")!;

        Assert.Equal(message, Assert.Throws<FieldException>(() => Readers[reader](fields)).Message);
    }

    [Fact]
    public void Names_the_path_of_a_field_in_a_list()
    {
        var second = new JsonFields(JsonMap.Parse("""{"items":[{},{"inner":{"f":1}}]}""")).OptionalList("items")[1];

        Assert.Equal(
            "'items[1].inner.f' must be a string, not a number.",
            Assert.Throws<FieldException>(() => second.OptionalFields("inner")!.OptionalText("f")).Message);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"f":null}""")]
    public void Takes_null_for_left_out(string json)
    {
        var fields = new JsonFields(JsonMap.Parse(json));

        Assert.Null(fields.OptionalText("f"));
        Assert.Null(fields.OptionalInt("f", 1, 10));
        Assert.Null(fields.OptionalNumber("f", 1, 10));
        Assert.False(fields.OptionalBool("f"));
        Assert.Null(fields.OptionalObject("f"));
        Assert.Null(fields.OptionalFields("f"));
        Assert.Null(fields.OptionalAny("f"));
        Assert.Empty(fields.OptionalList("f"));
        Assert.Empty(fields.OptionalTexts("f"));
    }

    [Theory]
    [InlineData("text", "\"x\"", "x")]
    [InlineData("text?", "\"\"", "")]
    [InlineData("int?", "1", 1)]
    [InlineData("int?", "10", 10)]
    [InlineData("number?", "0.5", 0.5)]
    [InlineData("number?", "10", 10.0)]
    [InlineData("bool?", "true", true)]
    [InlineData("bool?", "false", false)]
    public void Reads_a_value(string reader, string value, object expected) =>
        Assert.Equal(expected, Readers[reader](new JsonFields(JsonMap.Parse($$"""{"f":{{value}}}"""))));

    [Fact]
    public void Reads_objects_and_lists()
    {
        var fields = new JsonFields(JsonMap.Parse("""{"o":{"a":1},"l":[{"a":2},{"a":3}],"t":["x",""]}"""));

        Assert.Equal("""{"a":1}""", fields.RequiredObject("o").ToString());
        Assert.Equal(["""{"a":2}""", """{"a":3}"""], fields.OptionalList("l").Select(item => item.Map.ToString()));
        Assert.Equal(["x", ""], fields.OptionalTexts("t"));
    }

    [Fact]
    public void Refuses_a_field_that_nobody_asked_for()
    {
        var fields = new JsonFields(JsonMap.Parse("""{"status":1,"stauts":2}"""));
        fields.OptionalInt("status", 0, 10);
        fields.OptionalText("method");

        Assert.Equal("'stauts' is not a known field; known here: status, method.", Assert.Throws<FieldException>(fields.RefuseUnknown).Message);
    }

    [Fact]
    public void Refuses_an_unknown_field_by_its_path()
    {
        var fields = new JsonFields(JsonMap.Parse("""{"outer":{"x":null}}""")).OptionalFields("outer")!;
        fields.OptionalText("y");

        Assert.Equal("'outer.x' is not a known field; known here: y.", Assert.Throws<FieldException>(fields.RefuseUnknown).Message);
    }

    [Fact]
    public void Accepts_an_object_of_which_every_field_was_asked_for()
    {
        var fields = new JsonFields(JsonMap.Parse("""{"a":"x","b":null}"""));
        fields.OptionalText("a");
        fields.OptionalText("b");

        Assert.Null(Record.Exception(fields.RefuseUnknown));
    }
}
