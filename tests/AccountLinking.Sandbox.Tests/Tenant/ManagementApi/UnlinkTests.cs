using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class UnlinkTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Anna = "auth0|anna";
    private const string BankId = "oidc|swedish-bankid|{7a/b}";
    private const string BankIdIdentity = "swedish-bankid|{7a/b}";

    [Fact]
    public async Task Refuses_to_remove_the_main_identity()
    {
        await LinkedAsync();

        ApiAssert.Refused(await Client.UnlinkAsync(Anna, "auth0", "anna"), HttpStatusCode.BadRequest, "Main identity cannot be removed.", "invalid_body");
    }

    [Theory]
    [InlineData(Anna, "google-oauth2", "1")]
    [InlineData("auth0|nobody", "oidc", BankIdIdentity)]
    [InlineData(BankId, "auth0", "anna")]
    public async Task Refuses_what_is_not_there(string userId, string provider, string identityId)
    {
        await LinkedAsync();

        ApiAssert.Refused(await Client.UnlinkAsync(userId, provider, identityId), HttpStatusCode.NotFound, "The user does not exist.", "inexistent_user");
    }

    [Fact]
    public async Task Answers_with_the_identities_that_remain()
    {
        await LinkedAsync();

        var answer = await Client.UnlinkAsync(Anna, "oidc", BankIdIdentity);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        ApiAssert.JsonEqual(
            """
            [{"connection": "Username-Password-Authentication", "provider": "auth0", "user_id": "anna", "isSocial": false, "profileData": {"email": "anna@example.com"}}]
            """,
            answer.Json);
    }

    [Fact]
    public async Task The_identity_is_an_account_of_its_own_again_with_its_profile_and_without_metadata()
    {
        await LinkedAsync();

        await Client.UnlinkAsync(Anna, "oidc", BankIdIdentity);

        var bare = (await Client.GetUserAsync(BankId)).Body;
        Assert.Equal(["created_at", "name", "ssn", "updated_at", "user_id", "identities"], bare.Keys);
        Assert.Equal("196802020575", bare.Text("ssn"));
        ApiAssert.JsonEqual(
            """[{"connection": "swedish-bankid", "provider": "oidc", "user_id": "swedish-bankid|{7a/b}", "isSocial": false}]""", bare["identities"]);
    }

    [Fact]
    public async Task What_was_unlinked_can_be_linked_again()
    {
        await LinkedAsync();
        await Client.UnlinkAsync(Anna, "oidc", BankIdIdentity);

        Assert.Equal(HttpStatusCode.Created, (await LinkAsync()).Status);
    }

    private async Task LinkedAsync()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "email": "anna@example.com"}""");
        await Client.InsertUserAsync($$"""{"user_id": "{{BankId}}", "name": "Anna", "ssn": "196802020575", "user_metadata": {"theme": "dark"}, "logins_count": 3}""");
        await LinkAsync();
    }

    private Task<AccountLinking.Sandbox.Client.ApiAnswer> LinkAsync() =>
        Client.LinkAsync(Anna, $$"""{"provider": "oidc", "user_id": "{{BankIdIdentity}}"}""");
}
