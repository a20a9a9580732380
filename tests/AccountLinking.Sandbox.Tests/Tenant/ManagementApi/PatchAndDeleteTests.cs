using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class PatchAndDeleteTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string Bo = "google-oauth2|108204268033311374519";

    [Fact]
    public async Task Patch_answers_404_for_a_user_that_does_not_exist() =>
        ApiAssert.Refused(await Client.PatchAsync("auth0|nobody", "{}"), HttpStatusCode.NotFound, "The user does not exist.", "inexistent_user");

    [Theory]
    [InlineData(Astrid, """{"user_metadata": {"a.b": 1}}""", "Fields with \".\" are not allowed, please remove all dotted fields. Example: \"a.b\"", "invalid_body")]
    [InlineData(Astrid, """{"app_metadata": {"x": [{"$set": 1}]}}""", "Fields with \"$\" are not allowed. Example: \"$set\"", "invalid_body")]
    [InlineData(Astrid, """{"app_metadata": {"user_id": "x"}}""", "Forbidden attribute in app_metadata: user_id", "invalid_body")]
    [InlineData(Astrid, """{"user_metadata": []}""", "Payload validation error: 'Expected type object but found type array' on property user_metadata.", "invalid_body")]
    [InlineData(Astrid, """{"logins_count": 1}""", "Payload validation error: 'Additional properties not allowed: logins_count'.", "invalid_body")]
    [InlineData(Astrid, """{"connection": "nowhere"}""", "The connection does not exist.", "inexistent_connection")]
    [InlineData(Astrid, """{"email": "x@example.com", "password": "y"}""", "Cannot update password and email simultaneously.", "operation_not_supported")]
    [InlineData(Bo, """{"name": "x", "email": "x@example.com"}""", "The following user attributes cannot be updated: email, name. The connection (google-oauth2) must either be a database connection (using the Auth0 store), a passwordless connection (email or sms) or has disabled 'Sync user profile attributes at each login'.", "operation_not_supported")]
    [InlineData(Astrid, """{"name": "x", "connection": "sms"}""", "The following user attributes cannot be updated: name. The specified connection belongs to a secondary identity.", "operation_not_supported")]
    public async Task Patch_answers_400_with_the_text_of_Auth0_and_changes_nothing(string userId, string body, string message, string errorCode)
    {
        var before = await Client.GetUserAsync(userId);

        ApiAssert.Refused(await Client.PatchAsync(userId, body), HttpStatusCode.BadRequest, message, errorCode);

        Assert.Equal(before.Text, (await Client.GetUserAsync(userId)).Text);
    }

    [Fact]
    public async Task Patch_refuses_an_address_that_another_account_of_the_database_has()
    {
        await Client.InsertUserAsync("""{"user_id": "auth0|1", "email": "cilla@example.com"}""");

        var answer = await Client.PatchAsync(Astrid, """{"email": "Cilla@example.com"}""");

        ApiAssert.Refused(answer, HttpStatusCode.BadRequest, "The specified new email already exists", "auth0_idp_error");
    }

    [Fact]
    public async Task Patch_refuses_a_number_that_another_account_of_the_connection_has()
    {
        await Client.InsertUserAsync("""{"user_id": "sms|1", "phone_number": "+46701740699"}""");

        var answer = await Client.PatchAsync("sms|1", """{"phone_number": "+46701740605"}""");

        ApiAssert.Refused(answer, HttpStatusCode.BadRequest, "The specified new phone_number already exists", "auth0_idp_error");
    }

    [Theory]
    [InlineData("""{"user_metadata": {"language": "en"}}""", """{"language": "en", "newsletter": true}""")]
    [InlineData("""{"user_metadata": {"language": {"ui": "en"}}}""", """{"language": {"ui": "en"}, "newsletter": true}""")]
    [InlineData("""{"user_metadata": {"newsletter": null, "absent": null}}""", """{"language": "sv"}""")]
    [InlineData("""{"user_metadata": {"language": null, "newsletter": null}}""", "{}")]
    [InlineData("""{"user_metadata": {}}""", "{}")]
    [InlineData("""{"app_metadata": {"plan": "x"}}""", """{"language": "sv", "newsletter": true}""")]
    [InlineData("{}", """{"language": "sv", "newsletter": true}""")]
    public async Task Patch_merges_metadata_at_the_first_level_and_an_empty_object_erases_it(string body, string expected)
    {
        var answer = await Client.PatchAsync(Astrid, body);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        ApiAssert.JsonEqual(expected, answer.Body["user_metadata"]);
        ApiAssert.JsonEqual(expected, (await Client.GetUserAsync(Astrid)).Body["user_metadata"]);
    }

    [Fact]
    public async Task Patch_replaces_a_nested_object_whole()
    {
        await Client.PatchAsync(Astrid, """{"app_metadata": {"nested": {"a": 1, "b": 2}}}""");

        var answer = await Client.PatchAsync(Astrid, """{"app_metadata": {"nested": {"c": 3}}}""");

        ApiAssert.JsonEqual("""{"c": 3}""", answer.Body["app_metadata"].GetProperty("nested"));
    }

    [Fact]
    public async Task Erased_app_metadata_is_not_shown_at_all() =>
        Assert.False((await Client.PatchAsync(Astrid, """{"app_metadata": {}}""")).Body.ContainsKey("app_metadata"));

    [Fact]
    public async Task Patch_changes_root_attributes_of_a_database_account_and_null_removes_them()
    {
        var answer = await Client.PatchAsync(Astrid, """{"email": "Astrid.Ek@example.com", "nickname": null, "blocked": true}""");

        Assert.Equal("astrid.ek@example.com", answer.Body.Text("email"));
        Assert.False(answer.Body.ContainsKey("nickname"));
        Assert.True(answer.Body.IsTrue("blocked"));
        Assert.NotEqual("2026-06-01T12:00:00.000Z", answer.Body.Text("updated_at"));
    }

    [Fact]
    public async Task Blocking_works_on_any_connection() => Assert.True((await Client.PatchAsync(Bo, """{"blocked": true}""")).Body.IsTrue("blocked"));

    [Fact]
    public async Task Delete_takes_the_account_with_all_its_identities_and_can_be_repeated()
    {
        await Client.LinkAsync(Astrid, """{"provider": "google-oauth2", "user_id": "108204268033311374519"}""");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(Astrid)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Client.DeleteAsync(Astrid)).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetUserAsync(Astrid)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetUserAsync(Bo)).Status);
        await Client.InsertUserAsync($$"""{"user_id": "{{Bo}}"}""");
    }
}
