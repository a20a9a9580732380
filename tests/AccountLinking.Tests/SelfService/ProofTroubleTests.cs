using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.SelfService;

/// <summary>Where Auth0 or the journal does not do its part, the same request may be sent again: the nonce is given back.</summary>
public sealed class ProofTroubleTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    [Fact]
    public async Task Nothing_was_done_and_the_same_proof_joins_them_later()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        await SetFaultAsync("""{"method": "GET", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
        AssertRefused(await Personal.JoinAsync(token, proof), 503, "auth0_forbidden");
        Assert.Equal([This], await IdentitiesAsync(This));

        AssertEnded(await Personal.JoinAsync(token, proof), "linked", This);
    }

    [Fact]
    public async Task A_link_that_Auth0_refuses_leaves_both_as_they_were_separation_included()
    {
        await InsertPersonAsync();
        AssertUnlinked(await Service.UnlinkAsync(await JoinAsync()), Other, This);
        var (@this, other) = (await MetadataAsync(This), await MetadataAsync(Other));
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 403, "times": 1}""");

        AssertRefused(await Personal.JoinAsync(token, proof), 503, "auth0_forbidden");

        Assert.Equal((@this, other), (await MetadataAsync(This), await MetadataAsync(Other)));
        Assert.Equal([Other], await NeverAsync(This));
        Assert.Equal([This], await NeverAsync(Other));
        AssertEnded(await Personal.JoinAsync(token, proof), "linked", This);
    }

    [Fact]
    public async Task A_link_whose_answer_was_lost_is_found()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "reset": true, "when": "after", "times": 1}""");

        AssertEnded(await Personal.JoinAsync(token, proof), "linked", This);
    }

    [Fact]
    public async Task A_separation_that_broke_off_is_finished_by_the_next_request()
    {
        var (hand, newcomer) = await InsertBothAsync();
        await LinkAsync();
        var token = await People.AccessTokenAsync(Hand);
        await SetFaultAsync("""{"method": "DELETE", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
        AssertRefused(await Personal.SeparateAsync(token, Newcomer), 503, "auth0_forbidden");

        Assert.Equal(HttpStatusCode.OK, (await Personal.SeparateAsync(token, Newcomer)).Status);

        await AssertAsBeforeAsync(hand, newcomer);
    }

    [Fact]
    public async Task A_separation_of_an_unrecorded_identity_that_broke_off_is_finished_too()
    {
        await InsertBothAsync();
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        var token = await People.AccessTokenAsync(Hand);
        await SetFaultAsync("""{"method": "DELETE", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
        AssertRefused(await Personal.SeparateAsync(token, Newcomer), 503, "auth0_forbidden");

        Assert.Equal(HttpStatusCode.OK, (await Personal.SeparateAsync(token, Newcomer)).Status);

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
    }

    [Fact]
    public async Task Without_a_journal_nobody_is_joined_since_nobody_can_tell_whether_the_nonce_is_spent()
    {
        await using var stage = await Stage.StartAsync(("Journal:Path", typeof(ProofTroubleTests).Assembly.Location));
        var (people, personal) = (new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service));
        await stage.Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        var token = await people.AccessTokenAsync("sms|third");
        var proof = await people.IdTokenAsync("auth0|5f7c8ec7c33c6c004bbafe82", (await personal.ChallengeAsync(token)).Body.Text("nonce"));

        AssertRefused(await personal.JoinAsync(token, proof), 503, "journal_unavailable");

        Assert.Equal(["sms|third"], await stage.Client.IdentitiesAsync("sms|third"));
    }

    [Fact]
    public async Task Without_the_tenants_keys_nobody_is_anybody()
    {
        await using var stage = await Stage.StartAsync();
        var token = await new People(stage.Sandbox, stage.Client).AccessTokenAsync("auth0|5f7c8ec7c33c6c004bbafe82");
        await stage.Client.SetFaultAsync("""{"method": "GET", "path": "/.well-known/jwks.json", "status": 500, "times": 20}""");

        AssertRefused(await new PersonalClient(stage.Sandbox.Service).CandidatesAsync(token), 503, "auth0_unavailable");
    }

    [Fact]
    public async Task Keys_that_the_tenant_has_changed_are_learned()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var stage = await Stage.StartAsync([], clock: clock);
        var (people, personal) = (new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service));
        var old = await people.AccessTokenAsync("auth0|5f7c8ec7c33c6c004bbafe82");
        Assert.Equal(HttpStatusCode.OK, (await personal.CandidatesAsync(old)).Status);
        await stage.Client.RotateKeysAsync();
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.OK, (await personal.CandidatesAsync(await people.AccessTokenAsync("auth0|5f7c8ec7c33c6c004bbafe82"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await personal.CandidatesAsync(old)).Status);
    }
}
