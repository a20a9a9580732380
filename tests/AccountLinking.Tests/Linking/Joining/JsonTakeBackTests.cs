using System.Text.Json.Nodes;
using AccountLinking.Linking.Joining;

namespace AccountLinking.Tests.Linking.Joining;

public sealed class JsonTakeBackTests
{
    [Theory]
    // What stands as it was sent becomes what it should be.
    [InlineData("null", "1", "1", "null")]
    [InlineData("1", "2", "2", "1")]
    [InlineData("null", """{"a": 1}""", """{"a": 1.0}""", "null")]
    // What somebody changed stays.
    [InlineData("null", "1", "2", "2")]
    [InlineData("null", "1", "null", "null")]
    [InlineData("null", """{"a": 1}""", "\"text\"", "\"text\"")]
    [InlineData("1", """{"a": 1}""", """{"a": 2}""", """{"a":2}""")]
    // Of an object, each key by itself.
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", """{"a": 5, "b": 2}""", """{"a":5}""")]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", """{"a": 1, "b": 3}""", """{"a":1,"b":3}""")]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", """{"a": 1, "b": 2, "c": 3}""", """{"a":1,"c":3}""")]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", """{"b": 2, "c": 1}""", """{"c":1}""")]
    [InlineData("null", """{"a": 1}""", """{"a": 1, "b": 2}""", """{"b":2}""")]
    [InlineData("null", """{"a": {"b": 1, "c": 2}}""", """{"a": {"b": 1, "c": 3}}""", """{"a":{"c":3}}""")]
    [InlineData("""{"a": {}}""", """{"a": {"b": 1}}""", """{"a": {"b": 1}, "x": 1}""", """{"a":{},"x":1}""")]
    [InlineData("""{"a": null}""", """{"a": 1}""", """{"a": 1, "x": 1}""", """{"a":null,"x":1}""")]
    // Of an array, the elements that were added.
    [InlineData("[1]", "[1, 2]", "[1, 2, 3]", "[1,3]")]
    [InlineData("[1]", "[1, 2]", "[2, 1]", "[1]")]
    [InlineData("[1, 2]", "[1, 2]", "[2]", "[2]")]
    [InlineData("null", "[1, 2]", "[1]", "null")]
    [InlineData("[]", "[1, 2]", "[1]", "[]")]
    [InlineData("[1]", "[1, {\"a\": 1}]", "[{\"a\": 1.0}, 4]", "[4]")]
    public void Undoes_what_nobody_has_changed_since(string should, string sent, string now, string back) =>
        Assert.Equal(back, JsonTakeBack.Of(JsonNode.Parse(should), JsonNode.Parse(sent), JsonNode.Parse(now))?.ToJsonString() ?? "null");
}
