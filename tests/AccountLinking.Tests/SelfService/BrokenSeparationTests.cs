using System.Net;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.SelfService;

/// <summary>A separation that broke off after the identity was detached: whatever comes next, nothing is lost.</summary>
public sealed class BrokenSeparationTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    private const string Refused = """{"method": "PATCH", "path": "/api/v2/users/google-oauth2|other", "status": 403, "times": 1}""";
    private const string RefusedAfter = """{"method": "PATCH", "path": "/api/v2/users/google-oauth2|other", "status": 403, "times": 1, "when": "after"}""";
    private const string Unreadable = """{"method": "GET", "path": "/api/v2/users/google-oauth2|other", "status": 403, "times": 1}""";

    [Theory]
    [InlineData(Refused)]
    [InlineData(RefusedAfter)]
    [InlineData(Unreadable)]
    public async Task The_same_request_finishes_it(string fault)
    {
        var (@this, other, token) = await BreakOffAsync(fault);

        var answer = await Personal.SeparateAsync(token, Other);

        ApiAssert.JsonEqual($$"""{"outcome": "unlinked", "primary_user_id": "{{This}}", "restored": ["{{Other}}"]}""", answer.Json);
        await AssertSeparatedAsync(@this, other);
        AssertRefused(await Personal.SeparateAsync(token, Other), 404, "unknown_identity");
    }

    /// <summary>They go on as people do: prove it again, and separate it again.</summary>
    [Fact]
    public async Task A_new_proof_and_a_new_separation_lose_nothing()
    {
        var (@this, other, _) = await BreakOffAsync(Refused);
        await JoinAsync();

        Assert.Equal(HttpStatusCode.OK, (await Personal.SeparateAsync(await People.AccessTokenAsync(This), Other)).Status);

        await AssertSeparatedAsync(@this, other);
    }

    /// <summary>By then the identity may be part of somebody else's account, which is not this person's to take apart.</summary>
    [Fact]
    public async Task What_has_become_part_of_another_account_meanwhile_stays_there()
    {
        var (_, _, token) = await BreakOffAsync(Refused);
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        var before = await Client.ReadUserAsync("sms|third");

        AssertRefused(await Personal.SeparateAsync(token, Other), 404, "unknown_identity");

        Assert.Equal(before.ToString(), (await Client.ReadUserAsync("sms|third")).ToString());
    }

    private async Task<(string This, string Other, string Token)> BreakOffAsync(string fault)
    {
        await InsertPersonAsync();
        var (@this, other) = (await MetadataAsync(This), await MetadataAsync(Other));
        await JoinAsync();
        var token = await People.AccessTokenAsync(This);
        await SetFaultAsync(fault);
        AssertRefused(await Personal.SeparateAsync(token, Other), 503, "auth0_forbidden");
        return (@this, other, token);
    }

    private async Task AssertSeparatedAsync(string @this, string other)
    {
        Assert.Equal((@this, other), (await MetadataAsync(This), await MetadataAsync(Other)));
        Assert.Equal([This], await IdentitiesAsync(This));
        Assert.Equal([Other], await NeverAsync(This));
        Assert.Equal([This], await NeverAsync(Other));
    }
}
