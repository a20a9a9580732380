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
        var (@this, other, token) = await BreakOffAsync(Refused);
        // The proof finishes the separation first, and is older than what it has finished.
        var stale = await People.AccessTokenAsync(This, $$"""{"iat": {{People.Now - 60}} }""");
        AssertEnded(await Personal.JoinAsync(stale, await ProofAsync(token)), "refused", This, "separated_before");
        await AssertSeparatedAsync(@this, other);
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

    /// <summary>Support has joined it with somebody's account, which the person has proven to be his, too.</summary>
    [Fact]
    public async Task What_was_proven_since_stays_when_something_else_is_proven()
    {
        await BreakOffAsync(Refused);
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        await Client.InsertUserAsync("""{"user_id": "sms|fourth"}""");
        await JoinAsync(This, "sms|third");

        await JoinAsync(This, "sms|fourth");

        Assert.Equal([This, "sms|third", Other, "sms|fourth"], await IdentitiesAsync(This));
    }

    /// <summary>And what it had is not lost with that: it is there when the person asks for it again.</summary>
    [Fact]
    public async Task What_was_proven_since_can_be_separated_again_and_has_what_it_had()
    {
        var (_, other, _) = await BreakOffAsync(Refused);
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        await JoinAsync(This, "sms|third");

        Assert.Equal(HttpStatusCode.OK, (await Personal.SeparateAsync(await People.AccessTokenAsync(This), Other)).Status);

        Assert.Equal(other, await MetadataAsync(Other));
        Assert.Equal([This, "sms|third"], await IdentitiesAsync(This));
    }

    [Fact]
    public async Task What_Auth0_refuses_for_the_one_that_left_keeps_nobody_from_proving_another()
    {
        await BreakOffAsync("""{"method": "PATCH", "path": "/api/v2/users/google-oauth2|other", "status": 403, "times": 100}""");
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");

        await JoinAsync(This, "sms|third");
    }

    /// <summary>It broke off before they had left: they could prove whatever they like to be the person's.</summary>
    [Fact]
    public async Task Whoever_is_to_leave_must_have_left_before_anything_else_is_proven()
    {
        await InsertPersonAsync();
        await JoinAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await SetFaultAsync("""{"method": "DELETE", "path": "/api/v2/users/*", "status": 403, "times": 2}""");
        AssertRefused(await Personal.SeparateAsync(await People.AccessTokenAsync(This), Other), 503, "auth0_forbidden");
        var token = await People.AccessTokenAsync(This, $$"""{"iat": {{People.Now - 5}} }""");

        AssertRefused(await Personal.JoinAsync(token, await ProofAsync(token, "sms|third")), 503, "auth0_forbidden");
        AssertEnded(await Personal.JoinAsync(token, await ProofAsync(token, "sms|third")), "refused", This, "separated_before");

        Assert.Equal([This], await IdentitiesAsync(This));
        await JoinAsync(This, "sms|third");
    }

    /// <summary>What it had would be discarded for good.</summary>
    [Fact]
    public async Task The_one_that_left_is_joined_with_nobody_until_it_has_again_what_it_had()
    {
        var (@this, other, token) = await BreakOffAsync("""{"method": "PATCH", "path": "/api/v2/users/google-oauth2|other", "status": 403, "times": 2}""");
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");

        AssertRefused(await ProveAsync("sms|third"), 503, "auth0_forbidden");

        Assert.Equal([Other], await IdentitiesAsync(Other));
        Assert.Equal(HttpStatusCode.OK, (await Personal.SeparateAsync(token, Other)).Status);
        await AssertSeparatedAsync(@this, other);
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
