using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.SelfService;

/// <summary>What was separated stays separated until the person proves both again, and nothing else is touched.</summary>
public sealed class LastingSeparationTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    private const string Stranger = "auth0|stranger";
    private const string Accomplice = "sms|accomplice";

    /// <summary>Whoever has the other account has signed in while both were one: the token is this one's.</summary>
    [Fact]
    public async Task An_access_token_of_before_joins_nobody_again()
    {
        await InsertPersonAsync();
        var link = await JoinAsync();
        var stale = await People.AccessTokenAsync(This, $$"""{"iat": {{People.Now - 3000}} }""");
        AssertUnlinked(await Service.UnlinkAsync(link), Other, This);

        AssertEnded(await Personal.JoinAsync(stale, await ProofAsync(stale)), "refused", This, "separated_before");

        Assert.Equal([Other], await NeverAsync(This));
        AssertEnded(await ProveAsync(), "linked", This);
    }

    /// <summary>Nor anybody else: whoever was separated could come in by that one, and prove himself again from there.</summary>
    [Fact]
    public async Task An_access_token_of_before_joins_nobody_else()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Accomplice}}"}""");
        var link = await JoinAsync();
        var stale = await People.AccessTokenAsync(This, $$"""{"iat": {{People.Now - 3000}} }""");
        AssertUnlinked(await Service.UnlinkAsync(link), Other, This);

        AssertEnded(await Personal.JoinAsync(stale, await ProofAsync(stale, Accomplice)), "refused", This, "separated_before");

        AssertEnded(await ProveAsync(This, Accomplice), "linked", This);
    }

    [Fact]
    public async Task A_sign_in_of_before_joins_nobody_else()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Accomplice}}"}""");
        var link = await JoinAsync();
        var token = await People.AccessTokenAsync(Accomplice);
        var nonce = (await Personal.ChallengeAsync(token)).Body.Text("nonce");
        var proof = await People.IdTokenAsync(This, nonce, $$"""{"auth_time": {{People.Now - 30}} }""");
        AssertUnlinked(await Service.UnlinkAsync(link), Other, This);

        AssertEnded(await Personal.JoinAsync(token, proof), "refused", Accomplice, "separated_before");
    }

    [Fact]
    public async Task A_sign_in_of_before_joins_nobody_again()
    {
        await InsertPersonAsync();
        var nonce = (await Personal.ChallengeAsync(await People.AccessTokenAsync(This))).Body.Text("nonce");
        var proof = await People.IdTokenAsync(Other, nonce, $$"""{"auth_time": {{People.Now - 30}} }""");
        AssertUnlinked(await Service.UnlinkAsync(await JoinAsync()), Other, This);

        AssertEnded(await Personal.JoinAsync(await People.AccessTokenAsync(This), proof), "refused", This, "separated_before");
    }

    /// <summary>A session at the tenant that was there already: nobody was asked who he is.</summary>
    [Fact]
    public async Task A_sign_in_before_the_challenge_proves_nothing()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var nonce = (await Personal.ChallengeAsync(token)).Body.Text("nonce");

        AssertRefused(await Personal.JoinAsync(token, await People.IdTokenAsync(Other, nonce, $$"""{"auth_time": {{People.Now - 120}} }""")), 400, "sign_in_too_old");

        AssertEnded(await Personal.JoinAsync(token, await People.IdTokenAsync(Other, nonce)), "linked", This);
    }

    [Fact]
    public async Task Who_left_as_part_of_another_account_is_joined_by_no_rule()
    {
        await InsertBothAsync();
        await InsertPersonAsync();
        await JoinAsync(Other, Newcomer);
        await JoinAsync(Hand, Other);
        await SeparateAsync(Hand, Other);
        Assert.Equal([Other, Newcomer], await IdentitiesAsync(Other));
        await SeparateAsync(Other, Newcomer);

        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");

        // The journal knows as well: the notes may be overwritten.
        foreach (var account in (string[])[Hand, Other, Newcomer]) await Client.PatchAsync(account, """{"app_metadata": {"account_linking": null} }""");
        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");
    }

    [Fact]
    public async Task A_proof_ends_the_separation_of_the_two_that_are_proven_alone()
    {
        await using var stage = await Stage.StartAsync(("Linking:LinkAllMatches", "true"));
        var (people, personal, client) = (new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service), stage.Client);
        foreach (var id in (string[])["auth0|one", "auth0|two"]) await stage.InsertHandMadeAsync(id);
        await client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "ssn": "{{Number}}"}""");
        await stage.Service.UnlinkAsync((await stage.Service.LinkAsync(Newcomer)).Body.Text("link_id")!);
        var token = await people.AccessTokenAsync("auth0|one");
        AssertEnded(await personal.JoinAsync(token, await people.IdTokenAsync("auth0|two", (await personal.ChallengeAsync(token)).Body.Text("nonce"))), "linked", "auth0|one");
        foreach (var account in (string[])["auth0|one", Newcomer]) await client.PatchAsync(account, """{"app_metadata": {"account_linking": null} }""");

        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");
    }

    /// <summary>An open link of theirs is not settled, and nobody waits, because somebody else names one of their identities.</summary>
    [Fact]
    public async Task Nothing_is_done_to_a_stranger_whose_identity_somebody_names()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Stranger}}"}""");
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "reset": true, "times": 40}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Personal.JoinAsync(token, proof)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        var before = await Client.EverybodyAsync();

        AssertRefused(await Personal.SeparateAsync(await People.AccessTokenAsync(Stranger), Other), 404, "unknown_identity");

        Assert.Equal(before, await Client.EverybodyAsync());
    }

    /// <summary>The account was part of the stranger's once; support has taken that apart by hand.</summary>
    [Fact]
    public async Task A_stranger_who_once_had_the_account_keeps_what_the_CRM_said_of_him()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Stranger}}", "user_metadata": {"own": 1, "externalUserId": "C-9"}, "app_metadata": {"crm_sync": {"external_user_id": "C-9", "keys": ["externalUserId"]} } }""");
        await JoinAsync();
        await JoinAsync(Stranger, This);
        foreach (var (provider, id) in ((string, string)[])[("auth0", "this"), ("google-oauth2", "other")]) Assert.Equal(HttpStatusCode.OK, (await Client.UnlinkAsync(Stranger, provider, id)).Status);
        await Client.ArrangeLinkAsync(This, "google-oauth2", "other");

        await SeparateAsync(This, Other);

        var stranger = await Client.ReadUserAsync(Stranger);
        Assert.Equal((1, "C-9"), (stranger["user_metadata"].GetProperty("own").GetInt32(), stranger["user_metadata"].GetProperty("externalUserId").GetString()));
        Assert.True(stranger["app_metadata"].TryGetProperty("crm_sync", out _));
        Assert.Empty(await NeverAsync(Stranger));
    }

    /// <summary>The link was given up, since Auth0 did not answer, and carried out later.</summary>
    [Fact]
    public async Task What_the_journal_holds_of_a_link_that_came_late_is_restored()
    {
        await InsertPersonAsync();
        var other = await MetadataAsync(Other);
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "reset": true, "times": 40}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Personal.JoinAsync(token, proof)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        // It is settled, as whoever works on the account next does.
        AssertAnswer(await Service.LinkAsync(This, Database), "suggested", This, rule: "email", candidates: 1);
        await Client.ArrangeLinkAsync(This, "google-oauth2", "other");

        await SeparateAsync(This, Other);

        Assert.Equal(other, await MetadataAsync(Other));
    }

    /// <summary>The link was never made; support makes it by hand, much later.</summary>
    [Fact]
    public async Task What_was_revoked_since_a_link_that_was_refused_stays_revoked()
    {
        await InsertPersonAsync(other: """, "app_metadata": {"role": "admin"}""");
        var token = await People.AccessTokenAsync(This);
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
        AssertRefused(await Personal.JoinAsync(token, await ProofAsync(token)), 503, "auth0_forbidden");
        await Client.PatchAsync(Other, """{"app_metadata": {"role": null} }""");
        await Client.ArrangeLinkAsync(This, "google-oauth2", "other");

        await SeparateAsync(This, Other);

        Assert.DoesNotContain("admin", (await Client.ReadUserAsync(Other)).ToString(), StringComparison.Ordinal);
    }

    /// <summary>It had come along with another once; whoever has proven it by itself since keeps it.</summary>
    [Fact]
    public async Task What_was_joined_by_itself_since_stays_when_the_other_is_separated()
    {
        const string Third = "sms|third";
        await InsertPersonAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
        await Client.ArrangeLinkAsync(Other, "sms", "third");
        await JoinAsync();
        await SeparateAsync(This, Third);
        await JoinAsync(This, Third);

        await SeparateAsync(This, Other);

        Assert.Equal([This, Third], await IdentitiesAsync(This));
        Assert.Equal([Other], await IdentitiesAsync(Other));
    }

    private async Task SeparateAsync(string account, string identity)
    {
        var answer = await Personal.SeparateAsync(await People.AccessTokenAsync(account), identity);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }
}
