using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Links that follow each other, undone in another order: nobody loses what is his by another link, or keeps what is his no more.</summary>
public sealed class SeveralLinksTests(SandboxFixture fixture) : UnlinkingTests(fixture)
{
    private const string Second = "oidc|swedish-bankid|second";
    private static readonly string[] Older = ["auth0|older", "auth0|oldest", "auth0|first"];

    [Fact]
    public async Task What_another_account_has_brought_too_stays_until_that_is_undone_as_well()
    {
        var (hand, newcomer) = await InsertBothAsync();
        var first = await LinkAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark", "list": [2, 3], "own": 1}, "app_metadata": {"plan": "silver"}""", id: Second);
        var second = await LinkAsync(Second, Hand);

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);

        ApiAssert.JsonEqual("""{"language": "sv", "list": [1, 2, 3], "deep": {"a": 1}, "theme": "dark", "own": 1}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
        Assert.Equal("silver", (await Client.ReadUserAsync(Hand))["app_metadata"].GetProperty("plan").GetString());
        AssertUnlinked(await Service.UnlinkAsync(second), Second);
        await AssertAsBeforeAsync(hand, newcomer);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_came_with_a_link_goes_from_whoever_has_absorbed_its_survivor_since(int times)
    {
        var (hand, newcomer) = await InsertBothAsync();
        var first = await LinkAsync();
        List<string> links = [];
        foreach (var (step, older) in Older.Take(times).Index())
        {
            await Client.InsertUserAsync($$$"""{"user_id": "{{{older}}}", "created_at": "{{{2015 - step}}}-01-01T00:00:00.000Z", "user_metadata": {"of": {"{{{older}}}": 1}}, "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"} }""");
            links.Add(await LinkAsync(step == 0 ? Hand : Older[step - 1], older));
        }

        var last = Older[times - 1];
        Assert.Equal("dark", (await Client.ReadUserAsync(last))["user_metadata"].GetProperty("theme").GetString());

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);

        var survivor = await Client.ReadUserAsync(last);
        Assert.False(survivor["user_metadata"].TryGetProperty("theme", out _));
        Assert.False(survivor["app_metadata"].TryGetProperty("plan", out _));
        Assert.Equal([1], survivor["user_metadata"].GetProperty("list").EnumerateArray().Select(element => element.GetInt32()));
        Assert.Equal(newcomer, await MetadataAsync(Newcomer));
        foreach (var link in Enumerable.Reverse(links)) Assert.Equal("unlinked", (await Service.UnlinkAsync(link)).Body.Text("outcome"));
        await AssertAsBeforeAsync(hand, newcomer);
        foreach (var older in Older.Take(times)) ApiAssert.JsonEqual($$$"""{"of": {"{{{older}}}": 1}}""", (await Client.ReadUserAsync(older))["user_metadata"]);
    }

    [Fact]
    public async Task One_that_broke_off_before_the_later_records_were_written_is_finished_by_the_next()
    {
        var (hand, newcomer) = await InsertBothAsync();
        var first = await LinkAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "light"}""", id: Second);
        var second = await LinkAsync(Second, Hand);
        await SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/{{Hand}}", "status": 503, "when": "after", "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(first)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);

        Assert.Equal("light", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("theme").GetString());
        AssertUnlinked(await Service.UnlinkAsync(second), Second);
        await AssertAsBeforeAsync(hand, newcomer);
    }

    [Fact]
    public async Task One_that_was_detached_by_hand_and_has_absorbed_its_survivor_since_gets_back_what_it_had_and_is_not_separated_from_itself()
    {
        var (_, newcomer) = await InsertBothAsync();
        var link = await LinkAsync();
        await Client.UnlinkAsync(Hand, "oidc", "swedish-bankid|anna");
        await Client.ArrangeLinkAsync(Newcomer, "auth0", "hand");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal([Newcomer, Hand], await IdentitiesAsync(Newcomer));
        Assert.Equal(newcomer, await MetadataAsync(Newcomer));
        Assert.Equal([Hand], await NeverAsync(Newcomer));
    }

    private async Task<string> LinkAsync(string absorbed, string survivor)
    {
        var answer = await Service.LinkAsync(absorbed);
        AssertAnswer(answer, "linked", survivor);
        return answer.Body.Text("link_id")!;
    }
}
