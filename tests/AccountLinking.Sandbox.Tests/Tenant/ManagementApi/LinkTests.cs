using System.Net;
using System.Text.Json;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class LinkTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Anna = "auth0|anna";
    private const string BankId = "oidc|swedish-bankid|{7a|b}";
    private const string LinkBankId = """{"provider": "oidc", "user_id": "swedish-bankid|{7a|b}"}""";

    [Theory]
    [InlineData("""{"provider": "auth0", "user_id": "anna"}""", "Main identity and the new one are the same.", "invalid_body")]
    [InlineData("""{"provider": "auth0", "user_id": "auth0|anna"}""", "Main identity and the new one are the same.", "invalid_body")]
    [InlineData("""{"provider": "github", "user_id": "1"}""", "The provider/connection is not configured.", "inexistent_connection")]
    [InlineData("""{"user_id": "1"}""", "The provider/connection is not configured.", "inexistent_connection")]
    [InlineData("""{"provider": "auth0", "user_id": "bo", "connection_id": "con_0000000000000000"}""", "The provider/connection is not configured.", "inexistent_connection")]
    [InlineData("""{"provider": "oidc", "user_id": "swedish-bankid|nobody"}""", "Linking to an inexistent identity requires a connection.", "invalid_body")]
    [InlineData("""{"provider": "oidc", "user_id": "swedish-bankid|nobody", "connection_id": "con_swedishbankid001"}""", "Linking to an inexistent identity is not allowed.", "invalid_body")]
    [InlineData("""{"provider": "oidc", "user_id": "swedish-bankid|{7a|b}", "connection_id": "con_usernamepassword"}""", "Linking to an inexistent identity is not allowed.", "invalid_body")]
    [InlineData("""{"provider": "oidc"}""", "Payload validation error: 'Missing required property: user_id'.", "invalid_body")]
    [InlineData("""{"provider": "oidc", "user_id": ""}""", "Payload validation error: 'String is too short (0 chars), minimum 1' on property user_id.", "invalid_body")]
    [InlineData("""{"provider": "oidc", "user_id": true}""", "Payload validation error: 'Expected type string or integer but found type boolean' on property user_id.", "invalid_body")]
    [InlineData("""{"provider": "oidc", "user_id": "x", "connection_id": "con_x"}""", "Payload validation error: 'String does not match pattern ^con_[A-Za-z0-9]{16}$: con_x' on property connection_id.", "invalid_body")]
    [InlineData("""{"provider": "oidc", "user_id": "x", "primary": true}""", "Payload validation error: 'Additional properties not allowed: primary'.", "invalid_body")]
    [InlineData("""{"link_with": "x", "provider": "oidc"}""", "Payload validation error: 'link_with' excludes every other property.", "invalid_body")]
    [InlineData("""{"link_with": "x.y.z"}""", "Invalid token (link_with).", "invalid_body")]
    [InlineData("[]", "Invalid request payload JSON format", "invalid_body")]
    [InlineData("{", "Invalid request payload JSON format", "invalid_body")]
    [InlineData("""{"provider": "\ud800", "user_id": "x"}""", "Invalid request payload JSON format", "invalid_body")]
    [InlineData("{}", "The provider/connection is not configured.", "inexistent_connection")]
    public async Task Refuses_with_the_text_of_Auth0_and_changes_nothing(string body, string message, string errorCode)
    {
        await InsertBothAsync();

        ApiAssert.Refused(await Client.LinkAsync(Anna, body), HttpStatusCode.BadRequest, message, errorCode);

        Assert.Single(await IdentitiesAsync(Anna));
        Assert.Equal(HttpStatusCode.OK, (await Client.GetUserAsync(BankId)).Status);
    }

    [Fact]
    public async Task Refuses_an_unknown_primary()
    {
        await InsertBothAsync();

        ApiAssert.Refused(await Client.LinkAsync("auth0|nobody", LinkBankId), HttpStatusCode.NotFound, "The user does not exist.", "inexistent_user");
    }

    [Fact]
    public async Task Refuses_a_primary_that_is_itself_a_linked_identity()
    {
        await InsertBothAsync();
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|1"}""");
        await Client.LinkAsync(Anna, LinkBankId);

        var answer = await Client.LinkAsync(BankId, """{"provider": "google-oauth2", "user_id": "1"}""");

        ApiAssert.Refused(answer, HttpStatusCode.NotFound, "The user does not exist.", "inexistent_user");
    }

    [Fact]
    public async Task Answers_409_when_the_identity_is_linked_already_here_or_elsewhere()
    {
        await InsertBothAsync();
        await Client.InsertUserAsync("""{"user_id": "auth0|bo"}""");
        await Client.LinkAsync(Anna, LinkBankId);

        foreach (var primary in (string[])[Anna, "auth0|bo"])
            ApiAssert.Refused(await Client.LinkAsync(primary, LinkBankId), HttpStatusCode.Conflict, "Specified identity already exists.", "identity_conflict");
        Assert.Single(await IdentitiesAsync("auth0|bo"));
    }

    [Fact]
    public async Task Answers_201_with_all_identities_and_profile_data_on_each()
    {
        await InsertBothAsync();

        var answer = await Client.LinkAsync(Anna, LinkBankId);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        ApiAssert.JsonEqual(
            """
            [
              {"connection": "Username-Password-Authentication", "provider": "auth0", "user_id": "anna", "isSocial": false,
               "profileData": {"email": "anna@example.com", "email_verified": true}},
              {"connection": "swedish-bankid", "provider": "oidc", "user_id": "swedish-bankid|{7a|b}", "isSocial": false,
               "profileData": {"name": "Anna", "ssn": "196802020575"}}
            ]
            """,
            answer.Json);
    }

    [Fact]
    public async Task The_secondary_is_gone_and_its_metadata_with_it()
    {
        await InsertBothAsync();

        await Client.LinkAsync(Anna, LinkBankId);

        ApiAssert.Refused(await Client.GetUserAsync(BankId), HttpStatusCode.NotFound, "The user does not exist.", "inexistent_user");
        var primary = (await Client.GetUserAsync(Anna)).Body;
        ApiAssert.JsonEqual("""{"language": "sv"}""", primary["user_metadata"]);
        Assert.False(primary.ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task An_account_with_linked_identities_brings_them_all()
    {
        await InsertBothAsync();
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|1", "name": "Anna G"}""");
        await Client.LinkAsync(BankId, """{"provider": "google-oauth2", "user_id": "1"}""");

        await Client.LinkAsync(Anna, LinkBankId);

        var identities = await IdentitiesAsync(Anna);
        Assert.Equal(["auth0|anna", BankId, "google-oauth2|1"], identities.Select(FullId));
        ApiAssert.JsonEqual("""{"name": "Anna G"}""", identities[2].GetProperty("profileData"));
        Assert.False(identities[0].TryGetProperty("profileData", out _));
    }

    [Fact]
    public async Task An_id_token_for_another_application_proves_no_secondary()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Anna}}"}""");
        var login = await Client.LogInAsync("google-oauth2", """{"sub": "1"}""");

        var answer = await Client.LinkAsync(Anna, $$"""{"link_with": "{{login.Text("id_token")}}"}""");

        ApiAssert.Refused(
            answer, HttpStatusCode.BadRequest, "JWT (link_with) must have an aud claim that matches that of the calling token's azp.", "invalid_body");
    }

    [Theory]
    [InlineData("auth0|x", "auth0|auth0|x")]
    [InlineData("auth0|auth0|x", "auth0|auth0|x")]
    [InlineData("auth0|y", "auth0|y")]
    public async Task An_identity_that_begins_with_its_provider_is_the_one_that_exists(string named, string meant)
    {
        await Client.InsertUserAsync($$"""{"user_id": "google-oauth2|1"}""");
        foreach (var id in (string[])["auth0|auth0|x", "auth0|y"]) await Client.InsertUserAsync($$"""{"user_id": "{{id}}"}""");

        var linked = await Client.LinkAsync("google-oauth2|1", $$"""{"provider": "auth0", "user_id": "{{named}}"}""");
        var identities = await IdentitiesAsync("google-oauth2|1");
        var unlinked = await Client.UnlinkAsync("google-oauth2|1", "auth0", named);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (linked.Status, unlinked.Status));
        Assert.Equal(meant, FullId(identities[1]));
    }

    [Fact]
    public async Task An_access_token_proves_no_secondary()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Anna}}"}""");
        var token = (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Body.Text("access_token");

        var answer = await Client.LinkAsync(Anna, $$"""{"link_with": "{{token}}"}""");

        ApiAssert.Refused(answer, HttpStatusCode.BadRequest, "JWT (link_with) contains an invalid aud claim.", "invalid_body");
    }

    [Fact]
    public async Task A_numeric_identity_id_is_understood()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Anna}}"}""");
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|108204268033311374519123"}""");

        var answer = await Client.LinkAsync(Anna, """{"provider": "google-oauth2", "user_id": 108204268033311374519123}""");

        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
    }

    private static string FullId(JsonElement identity) =>
        $"{identity.GetProperty("provider").GetString()}|{identity.GetProperty("user_id").GetString()}";

    private async Task InsertBothAsync()
    {
        await Client.InsertUserAsync(
            $$"""
            {"user_id": "{{Anna}}", "email": "anna@example.com", "email_verified": true, "logins_count": 9, "user_metadata": {"language": "sv"} }
            """);
        await Client.InsertUserAsync(
            $$"""
            {"user_id": "{{BankId}}", "name": "Anna", "ssn": "196802020575", "logins_count": 1, "user_metadata": {"theme": "dark"}, "app_metadata": {"plan": "x"} }
            """);
    }

    private async Task<List<JsonElement>> IdentitiesAsync(string userId) =>
        [.. (await Client.GetUserAsync(userId)).Body["identities"].EnumerateArray()];
}
