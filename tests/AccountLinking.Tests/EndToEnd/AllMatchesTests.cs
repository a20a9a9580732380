using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;

namespace AccountLinking.Tests.EndToEnd;

/// <summary><c>Linking:LinkAllMatches</c>: several matches become one account, also when Auth0 fails between them.</summary>
public sealed class AllMatchesTests
{
    private const string Newcomer = "oidc|swedish-bankid|anna";
    private const string First = "auth0|first";
    private const string Second = "auth0|second";
    private const string Third = "auth0|third";

    [Fact]
    public async Task All_become_one_with_the_metadata_of_all()
    {
        await using var stage = await StartAsync();

        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), "linked", First);

        Assert.Equal([First, Newcomer, Second, Third], await stage.Client.IdentitiesAsync(First));
        ApiAssert.JsonEqual("""{"from": "first", "second": 2, "third": 3, "newcomer": 4}""", (await stage.Client.ReadUserAsync(First))["user_metadata"]);
        Assert.Equal(2, (await stage.Client.CallsAsync()).Count(call => call.StartsWith("PATCH", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"status": 503}""", true)]
    [InlineData("""{"status": 409}""", false)]
    [InlineData("""{"status": 403}""", false)]
    [InlineData("""{"status": 429}""", false)]
    public async Task Whoever_signs_in_is_joined_first_and_the_next_login_goes_on_with_the_rest(string fault, bool isKept)
    {
        await using var stage = await StartAsync();
        // The first link passes, the ones after it fail.
        await stage.Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 1}""");
        await stage.Client.SetFaultAsync($$"""{"method": "POST", "path": "/api/v2/users/*", "times": 9, {{fault.TrimStart('{')}}""");

        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), "linked", First);

        Assert.Equal([First, Newcomer], await stage.Client.IdentitiesAsync(First));
        var survivor = await stage.Client.ReadUserAsync(First);
        Assert.Equal(4, survivor["user_metadata"].GetProperty("newcomer").GetInt32());
        Assert.Equal(isKept, survivor["user_metadata"].TryGetProperty("third", out _));
        Assert.False(survivor["app_metadata"].TryGetProperty("account_linking", out _));
        await stage.Client.ControlAsync(HttpMethod.Delete, "faults");
        LinkAssert.Answered(await stage.Service.LinkAsync(First), "linked", First);
        Assert.Equal([First, Newcomer, Second, Third], await stage.Client.IdentitiesAsync(First));
        ApiAssert.JsonEqual("""{"from": "first", "second": 2, "third": 3, "newcomer": 4}""", (await stage.Client.ReadUserAsync(First))["user_metadata"]);
    }

    [Fact]
    public async Task One_that_is_doubtful_refuses_the_whole()
    {
        await using var stage = await StartAsync();
        await stage.Client.PatchAsync(Second, """{"blocked": true}""");

        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "candidate_blocked");

        Assert.Equal([First], await stage.Client.IdentitiesAsync(First));
    }

    /// <summary>Whom one link has joined at once a person can separate one by one, and operations the rest by its id.</summary>
    [Fact]
    public async Task One_of_several_can_be_separated_alone()
    {
        await using var stage = await StartAsync();
        var link = (await stage.Service.LinkAsync(Newcomer)).Body.Text("link_id")!;
        var (people, personal) = (new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service));

        Assert.Equal(HttpStatusCode.OK, (await personal.SeparateAsync(await people.AccessTokenAsync(First), Second)).Status);

        Assert.Equal([First, Newcomer, Third], await stage.Client.IdentitiesAsync(First));
        ApiAssert.JsonEqual("""{"from": "first", "third": 3, "newcomer": 4}""", (await stage.Client.ReadUserAsync(First))["user_metadata"]);
        ApiAssert.JsonEqual("""{"from": "second", "second": 2}""", (await stage.Client.ReadUserAsync(Second))["user_metadata"]);
        ApiAssert.JsonEqual($$"""{"outcome": "unlinked", "primary_user_id": "{{First}}", "restored": ["{{Third}}", "{{Newcomer}}"]}""", (await stage.Service.UnlinkAsync(link)).Json);
        ApiAssert.JsonEqual("""{"from": "first"}""", (await stage.Client.ReadUserAsync(First))["user_metadata"]);
        ApiAssert.JsonEqual("""{"from": "newcomer", "newcomer": 4}""", (await stage.Client.ReadUserAsync(Newcomer))["user_metadata"]);
    }

    private static async Task<Stage> StartAsync()
    {
        var stage = await Stage.StartAsync(("Linking:LinkAllMatches", "true"));
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "created_at": "2026-11-20T08:00:00.000Z", "ssn": "{{Stage.Number}}", "user_metadata": {"from": "newcomer", "newcomer": 4} }""");
        foreach (var (id, year, metadata) in new[] { (Second, 2021, """{"from": "second", "second": 2}"""), (First, 2020, """{"from": "first"}"""), (Third, 2022, """{"from": "third", "third": 3}""") })
        {
            await stage.Client.InsertUserAsync($$"""
                {"user_id": "{{id}}", "created_at": "{{year}}-01-01T00:00:00.000Z", "user_metadata": {{metadata}}, "app_metadata": {"userSocialSecurityNumber": "{{Stage.Number}}"} }
                """);
        }

        await stage.Client.ForgetCallsAsync();
        return stage;
    }
}
