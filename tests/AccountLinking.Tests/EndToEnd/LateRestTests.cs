using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Of several accounts Auth0 joins some at once and others late.</summary>
public sealed class LateRestTests : LateLinkingTests
{
    [Fact]
    public async Task Whoever_was_not_among_those_who_were_separated_stays_joined()
    {
        const string Second = "oidc|swedish-bankid|second";
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Second}}}", "created_at": "2022-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "app_metadata": {"userSocialSecurityNumber": "{{{Stage.Number}}}"}, "user_metadata": {"second": 2} }""");
        await GiveUpAsync(Second);
        await InsertAnnaAsync();
        await using var all = await StartAsync(("Linking:LinkAllMatches", "true"), ("Auth0:BaseUrl", Stage.Sandbox.Tenant.ToString()));
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 1, "times": 1}""");
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
        var link = (await all.Service.LinkAsync(Anna)).Body.Text("link_id")!;
        Assert.Equal([true, false], (await RecordsAsync(Anna))[0].Secondaries.OrderByDescending(secondary => secondary.IsJoined).Select(secondary => secondary.IsJoined));
        await all.Service.UnlinkAsync(link);
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|second");

        await SweepAsync();

        Assert.Equal([Hand, Second], await Client.IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"language": "sv", "second": 2}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task The_rest_of_several_is_found_though_what_was_joined_at_once_is_undone()
    {
        await Service.UnlinkAsync(await JoinOneOfTwoAsync());
        await Client.ArrangeLinkAsync(Hand, "auth0", "other");

        await SweepAsync();

        await AssertTheRestIsJoinedAsync();
    }

    [Fact]
    public async Task The_rest_of_several_is_found_though_the_separation_of_what_was_joined_at_once_broke_off()
    {
        await JoinOneOfTwoAsync();
        await Client.SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/{{Anna}}", "status": 403, "times": 1}""");
        Assert.Equal("auth0_forbidden", (await Personal.SeparateAsync(await People.AccessTokenAsync(Hand), Anna)).Body.Text("code"));

        await SweepAsync();
        await Client.ArrangeLinkAsync(Hand, "auth0", "other");
        await SweepAsync();

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Anna))["user_metadata"]);
        await AssertTheRestIsJoinedAsync();
    }

    /// <summary>Of three who were separated a person proves two: those stay together, though the link that was lost before is looked at again after that.</summary>
    [Fact]
    public async Task What_was_proven_since_is_left_alone()
    {
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Other}}}", "created_at": "2022-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Stage.Number}}}"} }""");
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 40}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ProveAsync(Other)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await InsertAnnaAsync();
        await using var all = await StartAsync(("Linking:LinkAllMatches", "true"), ("Auth0:BaseUrl", Stage.Sandbox.Tenant.ToString()));
        await all.Service.UnlinkAsync((await all.Service.LinkAsync(Anna)).Body.Text("link_id")!);
        Assert.Equal("linked", (await ProveAsync(Other)).Body.Text("outcome"));

        await SweepAsync();

        Assert.Equal([Hand, Other], await Client.IdentitiesAsync(Hand));
        await AssertNothingIsOpenAsync();
    }

    /// <summary>Anna's link is made, and that of the other account is sent and not answered.</summary>
    private async Task<string> JoinOneOfTwoAsync()
    {
        await InsertAnnaAsync();
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Other}}}", "created_at": "2022-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Stage.Number}}}"}, "user_metadata": {"other": 1} }""");
        await using var all = await StartAsync(("Linking:LinkAllMatches", "true"), ("Auth0:BaseUrl", Stage.Sandbox.Tenant.ToString()));
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 1, "times": 1}""");
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 9}""");
        var link = (await all.Service.LinkAsync(Anna)).Body.Text("link_id")!;
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        return link;
    }

    private async Task AssertTheRestIsJoinedAsync()
    {
        Assert.Equal([Hand, Other], await Client.IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"language": "sv", "other": 1}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
        await AssertNothingIsOpenAsync();
    }
}
