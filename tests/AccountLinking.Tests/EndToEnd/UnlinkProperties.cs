using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.Linking.Merging;
using FsCheck;
using FsCheck.Fluent;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Link, unlink and link again, whatever metadata the accounts have.</summary>
public sealed class UnlinkProperties(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";
    private const int Runs = 60;
    private const int Size = 30;

    [Fact]
    public async Task Unlinking_ends_where_linking_began_and_linking_again_ends_where_it_ended()
    {
        var metadata = JsonGenerator.Any.Generator;
        var samples = metadata.Zip(metadata).Zip(metadata.Zip(metadata)).Sample(Runs, Size).ToList();
        Assert.Equal(Runs, samples.Count);

        foreach (var ((handsOwn, handsApp), (annasOwn, annasApp)) in samples)
        {
            await Client.ControlAsync(HttpMethod.Post, "reset");
            await Client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "created_at": "2020-01-01T00:00:00.000Z", "user_metadata": {{handsOwn}}, "app_metadata": {{WithNumber(handsApp)}} }""");
            await InsertNewcomerAsync($$""", "user_metadata": {{annasOwn}}, "app_metadata": {{annasApp}}""");
            var before = await BothAsync();

            var first = await LinkAsync();
            var linked = await SeenAsync(Hand);
            var unlinked = await Service.UnlinkAsync(first, allowRelink: true);
            var after = await BothAsync();
            await LinkAsync();

            Assert.Equal("unlinked", unlinked.Body.Text("outcome"));
            Assert.Equal(before, after);
            Assert.Equal(linked, await SeenAsync(Hand));
        }
    }

    private async Task<string> LinkAsync()
    {
        var answer = await Service.LinkAsync(Newcomer);
        AssertAnswer(answer, "linked", Hand);
        return answer.Body.Text("link_id")!;
    }

    private static string WithNumber(string metadata)
    {
        var map = JsonNode.Parse(metadata)!.AsObject();
        map["userSocialSecurityNumber"] = Number;
        return map.ToJsonString();
    }

    private async Task<string> BothAsync() => $"{await SeenAsync(Hand)}\n{await SeenAsync(Newcomer)}";

    /// <summary>Without what the service notes of its own, and without keys that hold nothing.</summary>
    private async Task<string> SeenAsync(string id)
    {
        var user = await Client.ReadUserAsync(id);
        return $"{string.Join(',', user["identities"].EnumerateArray().Select(identity => identity.GetProperty("user_id")))} {Seen(user, "user_metadata")} {Seen(user, "app_metadata")}";
    }

    private static string Seen(JsonMap user, string name) => !user.TryGetValue(name, out var map) ? "" : string.Join(
        ',',
        map.EnumerateObject()
            .Where(property => property.Name is not ("account_linking" or "ssn_fingerprint") && property.Value.ValueKind != System.Text.Json.JsonValueKind.Null)
            .OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => $"{property.Name}:{property.Value.GetRawText()}"));
}
