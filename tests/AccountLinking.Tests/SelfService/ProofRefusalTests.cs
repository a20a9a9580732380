using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.SelfService;

/// <summary>What proves nothing joins nobody, and neither does a proof of accounts that must stay apart.</summary>
public sealed class ProofRefusalTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    [Theory]
    [InlineData("""{"id_token": 7, "primary": "this"}""", "id_token")]
    [InlineData("""{"primary": "this"}""", "id_token")]
    [InlineData("""{"id_token": "", "primary": "this"}""", "id_token")]
    [InlineData("""{"id_token": "x"}""", "primary")]
    [InlineData("""{"id_token": "x", "primary": "This"}""", "primary")]
    [InlineData("""{"id_token": "x", "primary": null}""", "primary")]
    public async Task A_faulty_body_is_told_by_its_field(string body, string field)
    {
        var answer = await Personal.SendAsync(HttpMethod.Post, "identities", await People.AccessTokenAsync(This), body);

        AssertRefused(answer, 400, "invalid_field");
        Assert.Equal(field, answer.Body.Text("field"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"handel": "x"}""")]
    [InlineData("""{"handle": 7}""")]
    [InlineData("""{"handle": ""}""")]
    public async Task A_handle_that_is_left_out_is_a_slip(string body)
    {
        var answer = await Personal.SendAsync(HttpMethod.Post, "link-challenges", await People.AccessTokenAsync(This), body);

        AssertRefused(answer, 400, "invalid_field");
        Assert.Equal("handle", answer.Body.Text("field"));
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_or_too_large_is_refused()
    {
        var token = await People.AccessTokenAsync(This);

        AssertRefused(await Personal.SendAsync(HttpMethod.Post, "identities", token, "["), 400, "malformed_json");
        AssertRefused(await Personal.SendAsync(HttpMethod.Post, "identities", token, new string(' ', (64 * 1024) + 1)), 413, "content_too_large");
        AssertRefused(await Personal.SendAsync(HttpMethod.Post, "identities", token), 415, "unsupported_media_type");
    }

    /// <summary>Everything that an ID token must not be: nobody is joined, and the nonce is still good.</summary>
    [Theory]
    [InlineData("""{"aud": "sandbox-other-app"}""", "wrong_client")]
    [InlineData("""{"aud": ["sandbox-app", "sandbox-other-app"]}""", "wrong_client")]
    [InlineData("""{"azp": "sandbox-other-app"}""", "wrong_client")]
    [InlineData("""{"iss": "https://other.eu.auth0.com/"}""", "invalid_id_token")]
    [InlineData("""{"exp": 1700000000}""", "invalid_id_token")]
    [InlineData("""{"auth_time": null}""", "invalid_id_token")]
    [InlineData("""{"auth_time": 1700000000}""", "sign_in_too_old")]
    [InlineData("""{"nonce": null}""", "invalid_id_token")]
    [InlineData("""{"nonce": "another"}""", "invalid_nonce")]
    [InlineData("""{"nonce": ""}""", "invalid_id_token")]
    [InlineData("""{"sub": "sandbox-client@clients"}""", "invalid_id_token")]
    [InlineData("""{"scope": "openid"}""", "invalid_id_token")]
    [InlineData("""{"sub": "auth0|this"}""", "same_account")]
    public async Task An_ID_token_that_is_none_of_this_proof_joins_nobody(string more, string code)
    {
        await InsertPersonAsync();
        var before = await Client.EverybodyAsync();
        var token = await People.AccessTokenAsync(This);
        var nonce = (await Personal.ChallengeAsync(token)).Body.Text("nonce");

        AssertRefused(await Personal.JoinAsync(token, await People.IdTokenAsync(Other, nonce, more)), code == "same_account" ? 409 : 400, code);

        Assert.Equal(before, await Client.EverybodyAsync());
        AssertEnded(await Personal.JoinAsync(token, await People.IdTokenAsync(Other, nonce)), "linked", This);
    }

    [Fact]
    public async Task A_forged_ID_token_joins_nobody()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var nonce = (await Personal.ChallengeAsync(token)).Body.Text("nonce");
        var forged = await People.SignAsync($$"""{"sub": "{{Other}}", "aud": "sandbox-app", "nonce": "{{nonce}}", "auth_time": {{People.Now}} }""", byAnotherKey: true);

        AssertRefused(await Personal.JoinAsync(token, forged), 400, "invalid_id_token");

        Assert.Equal([This], await IdentitiesAsync(This));
    }

    [Fact]
    public async Task A_nonce_is_spent_once()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        var joined = await Personal.JoinAsync(token, proof);
        AssertUnlinked(await Service.UnlinkAsync(joined.Body.Text("link_id")!, allowRelink: true), Other, This);

        AssertRefused(await Personal.JoinAsync(token, proof), 409, "nonce_spent");

        Assert.Equal([This], await IdentitiesAsync(This));
    }

    [Fact]
    public async Task One_of_many_at_once_spends_it()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Personal.JoinAsync(token, proof)));

        Assert.Equal(HttpStatusCode.OK, Assert.Single(answers, answer => answer.Status != HttpStatusCode.Conflict).Status);
        Assert.All(answers.Where(answer => answer.Status == HttpStatusCode.Conflict), answer => Assert.Equal("nonce_spent", answer.Body.Text("code")));
    }

    [Theory]
    [InlineData("sms|63d17c4a8869daf88ed7db97", "{}")]
    [InlineData(This, """{"azp": "sandbox-other-app"}""")]
    public async Task A_nonce_is_good_for_the_person_and_the_application_alone_that_it_was_given_to(string caller, string more)
    {
        await InsertPersonAsync();
        var proof = await ProofAsync(await People.AccessTokenAsync(This));
        var other = more == "{}" ? proof : await People.IdTokenAsync(Other, JsonMap.Parse(Encoded(proof)).Text("nonce"), """{"aud": "sandbox-other-app"}""");

        AssertRefused(await Personal.JoinAsync(await People.AccessTokenAsync(caller, more), other), 400, "invalid_nonce");

        Assert.Equal([Other], await IdentitiesAsync(Other));
    }

    [Fact]
    public async Task Another_account_than_the_chosen_one_is_the_wrong_one()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        var token = await People.AccessTokenAsync(This);
        var handle = (await Personal.CandidatesAsync(token)).Json.GetProperty("candidates")[0].GetProperty("handle").GetString();

        AssertRefused(await Personal.JoinAsync(token, await ProofAsync(token, "sms|third", handle)), 409, "wrong_account");

        Assert.Equal([This], await IdentitiesAsync(This));
    }

    [Fact]
    public async Task A_handle_of_somebody_elses_application_or_account_is_none()
    {
        await InsertPersonAsync();
        var handle = (await Personal.CandidatesAsync(await People.AccessTokenAsync(This))).Json.GetProperty("candidates")[0].GetProperty("handle").GetString();

        AssertRefused(await Personal.ChallengeAsync(await People.AccessTokenAsync(Other), handle), 400, "invalid_handle");
        AssertRefused(await Personal.ChallengeAsync(await People.AccessTokenAsync(This, """{"azp": "sandbox-other-app"}"""), handle), 400, "invalid_handle");
        AssertRefused(await Personal.ChallengeAsync(await People.AccessTokenAsync(This), handle![..^1] + (handle[^1] == 'A' ? 'B' : 'A')), 400, "invalid_handle");
        AssertRefused(await Personal.ChallengeAsync(await People.AccessTokenAsync(This), "x"), 400, "invalid_handle");
    }

    [Theory]
    [InlineData(""", "app_metadata": {"userSocialSecurityNumber": "196802020575"}""", """, "app_metadata": {"userSocialSecurityNumber": "198208273584"}""", "national_id_conflict")]
    [InlineData("", """, "blocked": true""", "candidate_blocked")]
    [InlineData(""", "blocked": true""", "", "user_blocked")]
    public async Task What_keeps_accounts_apart_for_a_rule_does_so_for_a_proof(string @this, string other, string reason)
    {
        await InsertPersonAsync(@this, other);

        AssertEnded(await ProveAsync(), "refused", This, reason);

        Assert.Equal([This], await IdentitiesAsync(This));
        Assert.Equal([Other], await IdentitiesAsync(Other));
    }

    [Fact]
    public async Task A_database_that_the_settings_do_not_know_cannot_be_linked()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync("""{"user_id": "auth0|old", "identities": [{"provider": "auth0", "user_id": "old", "connection": "Legacy-Customers"}]}""");

        AssertEnded(await ProveAsync(other: "auth0|old"), "refused", This, "connection_unknown");
    }

    [Fact]
    public async Task An_account_that_was_deleted_since_the_proof_is_gone()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(Other)).Status);

        AssertEnded(await Personal.JoinAsync(token, proof), "refused", This, "candidate_gone");
    }

    [Fact]
    public async Task A_refusal_has_used_the_nonce_up()
    {
        await InsertPersonAsync(other: """, "blocked": true""");
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        AssertEnded(await Personal.JoinAsync(token, proof), "refused", This, "candidate_blocked");
        await Client.PatchAsync(Other, """{"blocked": false}""");

        AssertRefused(await Personal.JoinAsync(token, proof), 409, "nonce_spent");
        AssertEnded(await ProveAsync(), "linked", This);
    }

    [Fact]
    public async Task A_caller_who_was_absorbed_by_somebody_else_must_sign_in_again()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        await JoinAsync("sms|third", This);

        AssertRefused(await Personal.JoinAsync(token, proof), 409, "account_gone");

        Assert.Equal([Other], await IdentitiesAsync(Other));
    }

    [Fact]
    public async Task A_dry_run_joins_nobody_and_spends_nothing()
    {
        await using var stage = await Stage.StartAsync(("Linking:DryRun", "true"));
        var (people, personal) = (new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service));
        await stage.Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        var token = await people.AccessTokenAsync("sms|third");
        var proof = await people.IdTokenAsync("auth0|5f7c8ec7c33c6c004bbafe82", (await personal.ChallengeAsync(token)).Body.Text("nonce"));

        AssertRefused(await personal.JoinAsync(token, proof), 409, "dry_run");
        AssertRefused(await personal.JoinAsync(token, proof), 409, "dry_run");
        AssertRefused(await personal.SeparateAsync(token, "sms|third"), 409, "dry_run");

        Assert.Equal(["sms|third"], await stage.Client.IdentitiesAsync("sms|third"));
    }

    private static string Encoded(string token) => System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]));
}
