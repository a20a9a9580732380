using System.Net;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>What a person may do while a separation is begun and not ended, and what is known of accounts when it is.</summary>
public sealed class BegunSeparationTests : SeparatingTests
{
    private const string Third = "sms|third";
    private const string Holder = "auth0|holder";

    /// <summary>Until then the identity opens the account that it is to leave.</summary>
    [Fact]
    public async Task A_sign_in_between_its_beginning_and_its_end_proves_nothing()
    {
        var stale = await TokenOfWhoeverIsToLeaveAsync();
        Assert.Equal((1, 0), await SweepAsync());

        var answer = await Personal.JoinAsync(stale, await ProofAsync(stale, Other));

        Assert.Equal(("refused", "separated_before"), (answer.Body.Text("outcome"), answer.Body.Text("reason")));
        Assert.Equal([This], await Client.IdentitiesAsync(This));
    }

    /// <summary>The link was given up, looked at again, and found undone; support makes it by hand, later.</summary>
    [Fact]
    public async Task What_was_revoked_since_a_link_that_was_never_made_stays_revoked()
    {
        await InsertAsync(""", "app_metadata": {"role": "admin"}""");
        var token = await TokenAsync();
        var proof = await ProofAsync(token, Other);
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 40}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Personal.JoinAsync(token, proof)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await SweepAsync();
        await SweepAsync(minutes: 10);
        await Client.PatchAsync(Other, """{"app_metadata": {"role": null} }""");
        await Client.ArrangeLinkAsync(This, "google-oauth2", "other");

        Assert.Equal(HttpStatusCode.OK, (await SeparateAsync()).Status);

        Assert.DoesNotContain("admin", (await Client.ReadUserAsync(Other)).ToString(), StringComparison.Ordinal);
    }

    /// <summary>The second time it breaks off later, when the identity is detached.</summary>
    [Fact]
    public async Task Nor_does_it_while_there_is_no_end()
    {
        var stale = await TokenOfWhoeverIsToLeaveAsync();
        Clock.Advance(TimeSpan.FromSeconds(30));
        await FailAsync(times: 9);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);
        Assert.Equal([This], await Client.IdentitiesAsync(This));

        await AssertProvesNothingAsync(stale);

        // Whoever signs in after that is the person; also if each attempt to finish it fails.
        Clock.Advance(TimeSpan.FromMinutes(2));
        var fresh = await TokenAsync();
        await SweepAsync();
        Assert.Equal("linked", (await Personal.JoinAsync(fresh, await ProofAsync(fresh, Third))).Body.Text("outcome"));
    }

    /// <summary>Support has joined them again by hand, and the next attempt has detached the identity a second time.</summary>
    [Fact]
    public async Task Nor_does_it_when_the_identity_was_back_for_a_while()
    {
        var stale = await TokenOfComebackAsync();
        await FailAsync();
        await SweepAsync();
        Assert.Equal([This], await Client.IdentitiesAsync(This));

        await AssertProvesNothingAsync(stale);
    }

    [Fact]
    public async Task Nor_does_it_when_operations_have_undone_it_then()
    {
        var stale = await TokenOfComebackAsync();
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("unlinked", (await Service.UnlinkAsync(Assert.Single(await RecordsAsync(This)).Id)).Body.Text("outcome"));

        await AssertProvesNothingAsync(stale);
    }

    [Fact]
    public async Task Whoever_has_taken_in_the_survivor_finishes_it_by_the_next_proof()
    {
        await InsertAsync();
        await JoinAsync(Other);
        await Client.InsertUserAsync($$"""{"user_id": "{{Holder}}"}""");
        await JoinAsync(This, by: Holder);
        await FailAsync(Holder);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync(by: Holder)).Status);
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");

        await JoinAsync(Third, by: Holder);

        Assert.Equal([Holder, This, Third], await Client.IdentitiesAsync(Holder));
        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
    }

    /// <summary>The sweep has given it up, because the identity had become part of another account, which has taken in the survivor since: both by hand.</summary>
    [Fact]
    public async Task Nobody_is_kept_from_proving_by_one_that_was_given_up()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Holder}}"}""");
        await Client.ArrangeLinkAsync(Holder, "google-oauth2", "other");
        await SweepAsync(minutes: 61);
        await Client.ArrangeLinkAsync(Holder, "auth0", "this");
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");

        await JoinAsync(Third, by: Holder);
    }

    /// <summary>Auth0 has linked them and was not heard any more: nobody knew that the person had proven them.</summary>
    [Fact]
    public async Task What_was_proven_since_stays_also_if_the_answer_was_lost()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
        await Client.ArrangeLinkAsync(Third, "google-oauth2", "other");
        var token = await TokenAsync();
        var proof = await ProofAsync(token, Third);
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 40, "when": "after"}""");
        // As often as it is read before the link, and a first time after it.
        await Client.SetFaultAsync($$"""{"method": "GET", "path": "/api/v2/users/{{This}}", "delay_ms": 1, "times": 6}""");
        await Client.SetFaultAsync($$"""{"method": "GET", "path": "/api/v2/users/{{This}}", "status": 503, "times": 100}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Personal.JoinAsync(token, proof)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        Assert.Equal([This, Third, Other], await Client.IdentitiesAsync(This));

        Assert.Equal("already_linked", (await Personal.JoinAsync(token, proof)).Body.Text("outcome"));

        Assert.Equal([This, Third, Other], await Client.IdentitiesAsync(This));
    }

    /// <summary>The last word counts: it was proven, and then asked for again.</summary>
    [Fact]
    public async Task What_is_asked_for_again_after_a_proof_is_finished()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
        await Client.ArrangeLinkAsync(Third, "google-oauth2", "other");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await JoinAsync(Third);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await FailAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);

        await SweepAsync();

        Assert.Equal([This, Third], await Client.IdentitiesAsync(This));
        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
    }

    /// <summary>The first time nobody heard of it, and the second time it was refused: what Auth0 carries out is the first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_link_that_took_effect_late_gives_back_what_the_account_had(bool isSentAgain)
    {
        await InsertAsync();
        var token = await TokenAsync();
        var proof = await ProofAsync(token, Other);
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 40}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Personal.JoinAsync(token, proof)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        if (isSentAgain)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Personal.JoinAsync(token, proof)).Status);
        }
        else
        {
            await SweepAsync(minutes: 1);
        }

        await Client.ArrangeLinkAsync(This, "google-oauth2", "other");

        Assert.Equal(HttpStatusCode.OK, (await SeparateAsync()).Status);

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
    }

    /// <returns>An access token of when the separation had broken off, and the identity still opened the account.</returns>
    private async Task<string> TokenOfWhoeverIsToLeaveAsync()
    {
        await InsertAsync();
        await JoinAsync(Other);
        await FailAsync(This);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);
        Clock.Advance(TimeSpan.FromSeconds(30));
        return await TokenAsync();
    }

    /// <returns>An access token of when the identity that was to leave opened the account again.</returns>
    private async Task<string> TokenOfComebackAsync()
    {
        await BreakOffAsync();
        Clock.Advance(TimeSpan.FromSeconds(30));
        await Client.ArrangeLinkAsync(This, "google-oauth2", "other");
        return await TokenAsync();
    }

    private async Task AssertProvesNothingAsync(string token)
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
        Assert.Equal("separated_before", (await Personal.JoinAsync(token, await ProofAsync(token, Third))).Body.Text("reason"));
    }
}
