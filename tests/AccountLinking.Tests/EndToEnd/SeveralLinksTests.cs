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
            await InsertOlderAsync(older, 2015 - step);
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_was_separated_is_not_joined_again_when_a_later_link_of_his_survivor_is_undone(bool allowRelink)
    {
        await InsertHandMadeAsync(Hand);
        await InsertNewcomerAsync();
        var first = await LinkAsync(Newcomer, Hand);
        await InsertOlderAsync(Older[0], 2015);
        var second = await LinkAsync(Hand, Older[0]);
        await Service.UnlinkAsync(first, allowRelink);
        await Client.PatchAsync(Newcomer, """{"app_metadata": {"account_linking": null}}""");

        AssertUnlinked(await Service.UnlinkAsync(second), Hand, Older[0]);

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
    }

    [Fact]
    public async Task Whoever_was_joined_anew_stays_so_when_the_link_between_is_undone()
    {
        await InsertHandMadeAsync(Hand);
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        var first = await LinkAsync(Newcomer, Hand);
        await InsertOlderAsync(Older[0], 2015);
        var second = await LinkAsync(Hand, Older[0]);
        await Service.UnlinkAsync(first, allowRelink: true);
        await LinkAsync(Newcomer, Older[0]);

        AssertUnlinked(await Service.UnlinkAsync(second), Hand, Older[0]);

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        Assert.Equal([Older[0], Newcomer], await IdentitiesAsync(Older[0]));
        Assert.Equal("dark", (await Client.ReadUserAsync(Older[0]))["user_metadata"].GetProperty("theme").GetString());
    }

    [Fact]
    public async Task What_somebody_brought_in_the_middle_of_a_chain_stays_at_its_end()
    {
        await InsertHandMadeAsync(Hand);
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        var first = await LinkAsync(Newcomer, Hand);
        await InsertOlderAsync(Older[0], 2015);
        await LinkAsync(Hand, Older[0]);
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""", id: Second);
        await LinkAsync(Second, Older[0]);
        await InsertOlderAsync(Older[1], 2010);
        await LinkAsync(Older[0], Older[1]);

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);

        Assert.Equal("dark", (await Client.ReadUserAsync(Older[1]))["user_metadata"].GetProperty("theme").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_stayed_behind_when_the_survivor_was_detached_by_hand_is_found(bool isDetachedToo)
    {
        await InsertHandMadeAsync(Hand);
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        var first = await LinkAsync(Newcomer, Hand);
        await InsertOlderAsync(Older[0], 2015);
        await LinkAsync(Hand, Older[0]);
        await Client.UnlinkAsync(Older[0], "auth0", "hand");
        if (isDetachedToo) await Client.UnlinkAsync(Older[0], "oidc", "swedish-bankid|anna");

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);

        Assert.Equal([Older[0]], await IdentitiesAsync(Older[0]));
        Assert.False((await Client.ReadUserAsync(Older[0]))["user_metadata"].TryGetProperty("theme", out _));
        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Newcomer))["user_metadata"]);
        Assert.Contains(Newcomer, await NeverAsync(Older[0]));
    }

    [Fact]
    public async Task Two_that_were_separated_for_good_are_not_linked_by_undoing_another_link()
    {
        const string Absorbed = "oidc|swedish-bankid|absorbed";
        await InsertHandMadeAsync(Hand);
        await InsertNewcomerAsync(created: "2024-01-01T00:00:00.000Z", more: $$$""", "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"}""");
        await Client.PatchAsync(Hand, """{"app_metadata": {"userSocialSecurityNumber": null}}""");
        await InsertNewcomerAsync(id: Absorbed);
        await LinkAsync(Absorbed, Newcomer);
        await Client.UnlinkAsync(Newcomer, "oidc", "swedish-bankid|absorbed");
        var again = await LinkAsync(Absorbed, Newcomer);
        await Client.PatchAsync(Hand, $$$"""{"app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"}}""");
        var last = await LinkAsync(Newcomer, Hand);
        Assert.Equal("unlinked", (await Service.UnlinkAsync(again)).Body.Text("outcome"));

        Assert.Equal("unlinked", (await Service.UnlinkAsync(last)).Body.Text("outcome"));

        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        Assert.NotEmpty(await NeverAsync(Absorbed));
    }

    [Fact]
    public async Task One_that_is_missing_does_not_keep_the_others_joined()
    {
        await using var stage = await Stage.StartAsync(("Linking:LinkAllMatches", "true"));
        foreach (var (id, year) in new[] { (Hand, 2020), ("auth0|a", 2021), ("auth0|b", 2022) })
            await stage.Client.InsertUserAsync($$$"""{"user_id": "{{{id}}}", "created_at": "{{{year}}}-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"}, "user_metadata": {"{{{id[^1..]}}}": 1} }""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "ssn": "{{Number}}"}""");
        var link = (await stage.Service.LinkAsync(Newcomer)).Body.Text("link_id")!;
        await stage.Client.UnlinkAsync(Hand, "auth0", "a");
        await stage.Client.ManageAsync(HttpMethod.Delete, "users/auth0%7Ca");

        Assert.Equal("auth0_unavailable", (await stage.Service.UnlinkAsync(link)).Body.Text("code"));

        Assert.Equal([Hand], await stage.Client.IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"b": 1}""", (await stage.Client.ReadUserAsync("auth0|b"))["user_metadata"]);
    }

    [Fact]
    public async Task Leave_to_relink_reaches_whoever_has_absorbed_either_of_them_since()
    {
        await InsertBothAsync();
        var first = await LinkAsync();
        await Service.UnlinkAsync(first);
        await Client.PatchAsync(Hand, """{"app_metadata": {"userSocialSecurityNumber": null}}""");
        await InsertOlderAsync(Older[0], 2015);
        await LinkAsync(Newcomer, Older[0]);
        await Client.PatchAsync(Hand, $$$"""{"app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"}}""");
        AssertAnswer(await Service.LinkAsync(Older[0]), "refused", Older[0], reason: "separated_before");

        AssertUnlinked(await Service.UnlinkAsync(first, allowRelink: true), Newcomer, outcome: "already_unlinked");

        AssertAnswer(await Service.LinkAsync(Older[0]), "linked", Older[0]);
    }

    [Fact]
    public async Task Two_that_were_separated_stay_so_when_other_hands_have_joined_each_with_another_account()
    {
        await InsertBothAsync();
        await Service.UnlinkAsync(await LinkAsync());
        await InsertNewcomerAsync(id: Second);
        await InsertOlderAsync(Older[0], 2015);
        await Client.PatchAsync(Hand, """{"app_metadata": null}""");
        await Client.ArrangeLinkAsync(Second, "oidc", "swedish-bankid|anna");
        await Client.ArrangeLinkAsync(Older[0], "auth0", "hand");

        AssertAnswer(await Service.LinkAsync(Second), "refused", Second, reason: "separated_before");
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

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task One_that_broke_off_when_whoever_absorbed_its_survivor_gave_back_is_finished_by_the_next(string when)
    {
        var (hand, newcomer) = await InsertBothAsync();
        var first = await LinkAsync();
        await Client.InsertUserAsync($$$"""{"user_id": "auth0|older", "created_at": "2015-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"} }""");
        var second = await LinkAsync(Hand, "auth0|older");
        await SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/auth0|older", "status": 503, "when": "{{when}}", "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(first)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);

        Assert.False((await Client.ReadUserAsync("auth0|older"))["user_metadata"].TryGetProperty("theme", out _));
        Assert.Equal("unlinked", (await Service.UnlinkAsync(second)).Body.Text("outcome"));
        await AssertAsBeforeAsync(hand, newcomer);
    }

    [Fact]
    public async Task What_a_later_link_has_given_back_already_does_not_stay_for_its_sake()
    {
        var (hand, newcomer) = await InsertBothAsync();
        var first = await LinkAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""", id: Second);
        var second = await LinkAsync(Second, Hand);
        await SetFaultAsync("""{"method": "DELETE", "path": "*", "status": 503, "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(second)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);
        AssertUnlinked(await Service.UnlinkAsync(second), Second);

        await AssertAsBeforeAsync(hand, newcomer);
    }

    [Fact]
    public async Task What_was_set_again_on_whoever_has_given_back_already_is_his_own()
    {
        await InsertBothAsync();
        var first = await LinkAsync();
        await Client.InsertUserAsync($$$"""{"user_id": "auth0|older", "created_at": "2015-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"} }""");
        var second = await LinkAsync(Hand, "auth0|older");
        await SetFaultAsync("""{"method": "DELETE", "path": "*", "status": 503, "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(second)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await Client.PatchAsync("auth0|older", """{"user_metadata": {"theme": "dark"}}""");

        AssertUnlinked(await Service.UnlinkAsync(first), Newcomer);

        Assert.Equal("dark", (await Client.ReadUserAsync("auth0|older"))["user_metadata"].GetProperty("theme").GetString());
    }

    private Task InsertOlderAsync(string id, int year) => Client.InsertUserAsync($$$"""
        {"user_id": "{{{id}}}", "created_at": "{{{year}}}-01-01T00:00:00.000Z", "user_metadata": {"of": {"{{{id}}}": 1}}, "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"} }
        """);

    private async Task<string> LinkAsync(string absorbed, string survivor)
    {
        var answer = await Service.LinkAsync(absorbed);
        AssertAnswer(answer, "linked", survivor);
        return answer.Body.Text("link_id")!;
    }
}
