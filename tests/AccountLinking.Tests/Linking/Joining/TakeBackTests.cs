using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Linking.Joining;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.Joining;

public sealed class TakeBackTests
{
    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 1, "b": 2}""", "{}", """{"a":null}""")]
    [InlineData("""{"a": {"b": [1, 2]}}""", """{"a": {"b": [1, 2]}}""", """{"a": {"b": [1]}}""", """{"a":{"b":[1]}}""")]
    [InlineData("""{"a": 1}""", """{"a": 2}""", "{}", null)]
    [InlineData("""{"a": 1}""", """{"b": 1}""", "{}", null)]
    [InlineData("""{"a": 1}""", "{}", "{}", null)]
    [InlineData("""{"a": 1, "b": 2}""", """{"a": 1.0, "b": 3}""", """{"b": 1}""", """{"a":null}""")]
    [InlineData("""{"a": 1}""", """{"a": 1}""", """{"a": 1}""", null)]
    [InlineData("{}", """{"a": 1}""", """{"a": 2}""", null)]
    public void Undoes_what_was_sent_where_it_still_stands(string sent, string now, string should, string? back)
    {
        Assert.Equal(back, Of(sent, "{}", now, "{}", should, "{}").UserMetadata?.ToJsonString());
        Assert.Equal(back, Of("{}", sent, "{}", now, "{}", should).AppMetadata?.ToJsonString());
    }

    [Fact]
    public void Keeps_the_two_apart()
    {
        var back = Of("""{"a": 1}""", """{"b": 1}""", """{"b": 1}""", """{"a": 1}""", "{}", "{}");

        Assert.True(back.IsEmpty);
    }

    [Fact]
    public void An_account_without_metadata_has_nothing_to_be_taken_back() =>
        Assert.True(TakeBack.Of(new MetadataPatch(new JsonObject { ["a"] = 1 }, null), [], [], User(Newcomer)).IsEmpty);

    private static MetadataPatch Of(string sentUser, string sentApp, string nowUser, string nowApp, string shouldUser, string shouldApp) => TakeBack.Of(
        new MetadataPatch(Parse(sentUser), Parse(sentApp)), Parse(shouldUser), Parse(shouldApp), User(Newcomer, $$""", "user_metadata": {{nowUser}}, "app_metadata": {{nowApp}}"""));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
