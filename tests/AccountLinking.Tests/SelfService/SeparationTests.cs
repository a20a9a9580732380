using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;
using AccountLinking.Tests.Linking;

namespace AccountLinking.Tests.SelfService;

/// <summary><c>DELETE /api/me/identities/{provider}/{user_id}</c>: two accounts again, as they were, that stay apart.</summary>
public sealed class SeparationTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    [Fact]
    public async Task The_main_identity_and_the_last_one_stay()
    {
        await InsertPersonAsync();
        AssertRefused(await SeparateAsync(This), 409, "last_identity");
        await JoinAsync();

        AssertRefused(await SeparateAsync(This), 409, "main_identity");

        Assert.Equal([This, Other], await IdentitiesAsync(This));
    }

    [Theory]
    [InlineData("google-oauth2|other", 404, "unknown_identity")]
    [InlineData("google-oauth2|nobody", 404, "unknown_identity")]
    [InlineData("sms|63d17c4a8869daf88ed7db97", 404, "unknown_identity")]
    public async Task What_is_not_ones_own_is_unknown_whether_or_not_there_is_such(string identity, int status, string code)
    {
        await InsertPersonAsync();
        var before = await Client.EverybodyAsync();

        AssertRefused(await SeparateAsync(identity), status, code);

        Assert.Equal(before, await Client.EverybodyAsync());
    }

    [Theory]
    [InlineData("identities/google-oauth2")]
    [InlineData("identities/google-oauth2/other/more")]
    public async Task Another_path_is_nobodys(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await Personal.SendAsync(HttpMethod.Delete, path, await People.AccessTokenAsync(This))).Status);

    [Fact]
    public async Task An_account_that_is_gone_or_blocked_separates_nothing()
    {
        await InsertPersonAsync();
        await JoinAsync();
        await Client.PatchAsync(This, """{"blocked": true}""");

        AssertRefused(await SeparateAsync(Other), 403, "account_blocked");
        AssertRefused(await SeparateAsync(This, caller: Other), 409, "account_gone");

        Assert.Equal([This, Other], await IdentitiesAsync(This));
    }

    [Fact]
    public async Task Both_are_what_they_were_and_no_rule_joins_them_again()
    {
        var (hand, newcomer) = await InsertBothAsync();
        await LinkAsync();

        AssertSeparated(await SeparateAsync(Newcomer, Hand), Hand, Newcomer);

        await AssertAsBeforeAsync(hand, newcomer);
        Assert.Equal([Newcomer], await NeverAsync(Hand));
        Assert.Equal([Hand], await NeverAsync(Newcomer));
        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");
    }

    [Fact]
    public async Task A_second_request_finds_nothing_to_separate()
    {
        await InsertPersonAsync();
        await JoinAsync();
        AssertSeparated(await SeparateAsync(Other), This, Other);

        AssertRefused(await SeparateAsync(Other), 404, "unknown_identity");
    }

    [Fact]
    public async Task Proof_joins_them_again_and_they_can_be_separated_again()
    {
        await InsertPersonAsync();
        var (@this, other) = (await MetadataAsync(This), await MetadataAsync(Other));
        for (var round = 0; round < 3; round++)
        {
            await JoinAsync();
            AssertSeparated(await SeparateAsync(Other), This, Other);
        }

        Assert.Equal((@this, other), (await MetadataAsync(This), await MetadataAsync(Other)));
    }

    /// <summary>An identity that was linked in Auth0's dashboard: the journal knows nothing of it.</summary>
    [Fact]
    public async Task What_another_hand_has_linked_is_separated_recorded_and_stays_apart()
    {
        await InsertBothAsync();
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");

        AssertSeparated(await SeparateAsync(Newcomer, Hand), Hand, Newcomer);

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        Assert.Equal([Newcomer], await NeverAsync(Hand));
        Assert.Equal([Hand], await NeverAsync(Newcomer));
        // The journal knows as well: the notes may be overwritten.
        await Client.PatchAsync(Hand, """{"app_metadata": {"account_linking": null}}""");
        await Client.PatchAsync(Newcomer, """{"app_metadata": {"account_linking": null}}""");
        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");
    }

    /// <summary>It may have been the phone of that identity that the CRM was asked about, and its number that was remembered.</summary>
    [Fact]
    public async Task What_was_noted_on_the_strength_of_an_unrecorded_identity_is_forgotten()
    {
        await Client.InsertUserAsync($$"""
            {"user_id": "auth0|this", "user_metadata": {"externalUserId": "C-1", "own": 1},
             "app_metadata": {"plan": "gold", "ssn_fingerprint": "{{Accounts.FingerprintOf()}}", "crm_sync": {"external_user_id": "C-1", "keys": ["externalUserId"]} } }
            """);
        await Client.InsertUserAsync("""{"user_id": "sms|phone"}""");
        await Client.ArrangeLinkAsync(This, "sms", "phone");

        AssertSeparated(await SeparateAsync("sms|phone"), This, "sms|phone");

        var user = await Client.ReadUserAsync(This);
        ApiAssert.JsonEqual("""{"own": 1}""", user["user_metadata"]);
        ApiAssert.JsonEqual("""{"plan": "gold", "account_linking": {"never": ["sms|phone"]}}""", user["app_metadata"]);
    }

    [Fact]
    public async Task An_account_that_had_several_identities_gets_them_all_back()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await JoinAsync(Other, "sms|third");
        await JoinAsync();
        Assert.Equal([This, Other, "sms|third"], await IdentitiesAsync(This));

        AssertSeparated(await SeparateAsync(Other), This, Other);

        Assert.Equal([This], await IdentitiesAsync(This));
        Assert.Equal([Other, "sms|third"], await IdentitiesAsync(Other));
    }

    [Fact]
    public async Task An_identity_that_came_with_another_is_separated_alone()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third", "user_metadata": {"third": 3} }""");
        await JoinAsync(Other, "sms|third");
        await JoinAsync();

        AssertSeparated(await SeparateAsync("sms|third"), This, "sms|third");

        Assert.Equal([This, Other], await IdentitiesAsync(This));
        Assert.Equal(["sms|third"], await IdentitiesAsync("sms|third"));
        Assert.Equal("language:\"sv\",theme:\"dark\" crm:7,plan:\"gold\"", await MetadataAsync(This));
        Assert.Equal("third:3 ", await MetadataAsync("sms|third"));
    }

    /// <summary>Several slashes, pipes, percent signs and letters of all kinds: as real providers have them.</summary>
    [Theory]
    [InlineData("oidc|partner-portal|a/b@example.com")]
    [InlineData("oidc|partner-portal|CORP\\user")]
    [InlineData("oidc|partner-portal|100%2Fpure")]
    [InlineData("oidc|partner-portal|{8F0A2C66-3D5E}")]
    [InlineData("oidc|partner-portal|åsa ö?#&=+")]
    public async Task An_identity_of_any_spelling_can_be_named(string identity)
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync($$"""{"user_id": {{System.Text.Json.JsonSerializer.Serialize(identity)}}, "identities": [{"provider": "oidc", "user_id": {{System.Text.Json.JsonSerializer.Serialize(identity["oidc|".Length..])}}, "connection": "partner-portal"}]}""");
        await Client.ArrangeLinkAsync(This, "oidc", System.Text.Json.JsonSerializer.Serialize(identity["oidc|".Length..]).Trim('"'));

        AssertSeparated(await SeparateAsync(identity), This, identity);

        Assert.Equal([This], await IdentitiesAsync(This));
    }

    private async Task<ApiAnswer> SeparateAsync(string identity, string caller = This) => await Personal.SeparateAsync(await People.AccessTokenAsync(caller), identity);

    private static void AssertSeparated(ApiAnswer answer, string account, string restored)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        ApiAssert.JsonEqual($$"""{"outcome": "unlinked", "primary_user_id": "{{account}}", "restored": [{{System.Text.Json.JsonSerializer.Serialize(restored)}}]}""", answer.Json);
    }
}
