using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.SelfService;

/// <summary><c>POST /api/me/identities</c>: whoever has proven both accounts has one.</summary>
public sealed class ProofTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    [Fact]
    public async Task The_others_account_becomes_part_of_this_one_with_all_that_it_had()
    {
        await InsertPersonAsync();

        var answer = await ProveAsync();

        AssertEnded(answer, "linked", This);
        Assert.Equal([This, Other], await IdentitiesAsync(This));
        Assert.Equal("language:\"sv\",theme:\"dark\" crm:7,plan:\"gold\"", await MetadataAsync(This));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetUserAsync(Other)).Status);
    }

    [Fact]
    public async Task This_account_becomes_part_of_the_other_and_the_person_must_sign_in_again()
    {
        await InsertPersonAsync();
        // One that this account is older than: the rules' choice would be another.
        var answer = await ProveAsync(primary: "other");

        AssertEnded(answer, "linked", Other, signInAgain: true);
        Assert.Equal([Other, This], await IdentitiesAsync(Other));
        AssertRefused(await Personal.CandidatesAsync(await People.AccessTokenAsync(This)), 409, "account_gone");
    }

    [Fact]
    public async Task The_chosen_account_is_proven_and_joined()
    {
        await InsertPersonAsync();
        var handle = (await Personal.CandidatesAsync(await People.AccessTokenAsync(This))).Json.GetProperty("candidates")[0].GetProperty("handle").GetString();

        AssertEnded(await ProveAsync(handle: handle), "linked", This);
    }

    /// <summary>Without an address in common, and of a connection that no rule trusts.</summary>
    [Fact]
    public async Task A_proof_needs_nothing_but_itself()
    {
        await Client.InsertUserAsync("""{"user_id": "sms|1", "phone_number": "+46701740699"}""");
        await Client.InsertUserAsync("""{"user_id": "oidc|partner-portal|2", "app_metadata": {"kept": true} }""");

        AssertEnded(await ProveAsync("sms|1", "oidc|partner-portal|2"), "linked", "sms|1");

        Assert.Equal(["sms|1", "oidc|partner-portal|2"], await IdentitiesAsync("sms|1"));
        Assert.Equal(" kept:true", await MetadataAsync("sms|1"));
    }

    [Fact]
    public async Task The_link_is_recorded_and_operations_can_undo_it()
    {
        await InsertPersonAsync();
        var (@this, other) = (await MetadataAsync(This), await MetadataAsync(Other));
        var link = await JoinAsync();

        AssertUnlinked(await Service.UnlinkAsync(link), Other, This);

        Assert.Equal((@this, other), (await MetadataAsync(This), await MetadataAsync(Other)));
        Assert.Equal([Other], await NeverAsync(This));
    }

    [Fact]
    public async Task What_was_separated_is_joined_again_by_proof_and_the_marks_are_gone()
    {
        await InsertPersonAsync();
        AssertUnlinked(await Service.UnlinkAsync(await JoinAsync()), Other, This);
        Assert.Equal([This], await NeverAsync(Other));

        await JoinAsync();

        Assert.Equal([This, Other], await IdentitiesAsync(This));
        Assert.Empty(await NeverAsync(This));
    }

    /// <summary>A rule may then join them again: neither the accounts nor an old record of the journal speaks against it.</summary>
    [Fact]
    public async Task A_separation_that_was_proven_away_is_forgotten_for_good()
    {
        await InsertBothAsync();
        AssertUnlinked(await Service.UnlinkAsync(await LinkAsync()), Newcomer);
        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");

        var link = await JoinAsync(Hand, Newcomer);
        AssertUnlinked(await Service.UnlinkAsync(link, allowRelink: true), Newcomer);

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);
    }

    [Fact]
    public async Task Whom_either_was_separated_from_stays_apart()
    {
        await InsertPersonAsync(other: """, "app_metadata": {"account_linking": {"never": ["sms|stranger", "auth0|this"]} }""");

        await JoinAsync();

        Assert.Equal(["sms|stranger"], await NeverAsync(This));
    }

    /// <summary>The person signed in by an identity; by now another account has it, and whoever can sign in there is the person.</summary>
    [Fact]
    public async Task An_account_that_was_absorbed_since_the_proof_is_joined_with_whoever_has_it()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        await JoinAsync("sms|third");

        AssertEnded(await Personal.JoinAsync(token, proof), "linked", This);

        Assert.Equal([This, "sms|third", Other], await IdentitiesAsync(This));
    }

    [Fact]
    public async Task Two_proofs_of_the_same_account_end_as_one()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        string[] proofs = [await ProofAsync(token), await ProofAsync(token)];

        var answers = await Task.WhenAll(proofs.Select(proof => Personal.JoinAsync(token, proof)));

        Assert.Equal(["already_linked", "linked"], answers.Select(answer => answer.Body.Text("outcome")).Order(StringComparer.Ordinal));
        Assert.Equal([This, Other], await IdentitiesAsync(This));
    }

    [Fact]
    public async Task Who_is_joined_the_other_way_round_meanwhile_is_told_so()
    {
        await InsertPersonAsync();
        var token = await People.AccessTokenAsync(This);
        var proof = await ProofAsync(token);
        AssertEnded(await ProveAsync(primary: "other"), "linked", Other, signInAgain: true);

        AssertEnded(await Personal.JoinAsync(token, proof), "already_linked", Other, signInAgain: true);
    }

    [Fact]
    public async Task It_is_noted_on_no_account_that_somebody_looked_for_others()
    {
        await InsertPersonAsync();

        await JoinAsync();

        Assert.DoesNotContain("next_check_at", (await Client.ReadUserAsync(This)).ToString(), StringComparison.Ordinal);
    }
}
