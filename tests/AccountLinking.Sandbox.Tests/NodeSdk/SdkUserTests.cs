namespace AccountLinking.Sandbox.Tests.NodeSdk;

public sealed class SdkUserTests(NodeSdkFixture fixture) : NodeSdkTests(fixture)
{
    private const string NewAnna = """[{"connection": "Username-Password-Authentication", "email": "Anna.Berg@example.com", "password": "Sommar-2026"}]""";

    [Theory]
    [InlineData("users.create", """[{"email": "anna@example.com", "password": "Sommar-2026"}]""",
        "Payload validation error: 'Missing required property: connection'.", "invalid_body")]
    [InlineData("users.create", """[{"connection": "Username-Password-Authentication", "email": "anna@example.com", "password": "Sommar-2026", "scopes": []}]""",
        "Payload validation error: 'Additional properties not allowed: scopes'.", "invalid_body")]
    [InlineData("users.create", """[{"connection": "no-such-connection", "email": "anna@example.com", "password": "Sommar-2026"}]""",
        "The connection does not exist.", "inexistent_connection")]
    [InlineData("users.update", """["auth0|5f7c8ec7c33c6c004bbafe82", {"email_verified": null}]""",
        "Payload validation error: 'Expected type boolean but found type null' on property email_verified.", "invalid_body")]
    [InlineData("users.get", """["no-pipe"]""",
        "Path validation error: 'Object didn't pass validation for format user-id: no-pipe' on property id.", "invalid_uri")]
    public async Task What_Auth0_cannot_read_is_a_bad_request(string call, string args, string message, string errorCode)
    {
        AssertError(
            "BadRequestError",
            400,
            $$"""{"statusCode":400,"error":"Bad Request","message":"{{message}}","errorCode":"{{errorCode}}"}""",
            await Admin.RefusalAsync(call, args));
    }

    [Theory]
    [InlineData("auth0|5f7c8ec7c33c6c004bbafe82", """{"phone_number": "+46701740606"}""", "phone_number", "Username-Password-Authentication")]
    [InlineData("sms|63d17c4a8869daf88ed7db97", """{"email": "doris@example.com", "name": "Doris"}""", "email", "sms")]
    [InlineData("google-oauth2|108204268033311374519", """{"name": "Bo", "picture": "https://example.com/bo.png"}""", "name, picture", "google-oauth2")]
    [InlineData("oidc|swedish-bankid|cecilia", """{"email": "cecilia@example.com", "email_verified": true}""", "email, email_verified", "swedish-bankid")]
    public async Task What_the_connection_keeps_to_itself_cannot_be_updated(string id, string change, string refused, string connection)
    {
        await InsertAsync("""{"user_id": "oidc|swedish-bankid|cecilia"}""");

        await AssertUpdateRefusedAsync(
            id,
            change,
            $"The following user attributes cannot be updated: {refused}. The connection ({connection}) must either be a database connection (using the Auth0 store), "
            + "a passwordless connection (email or sms) or has disabled 'Sync user profile attributes at each login'.");
    }

    [Theory]
    [InlineData("""{"password": "Sommar-2026", "email": "new@example.com"}""", "Cannot update password and email simultaneously.")]
    [InlineData("""{"username": "astrid", "password": "Sommar-2026"}""", "Cannot update username and password simultaneously.")]
    [InlineData("""{"email": "new@example.com", "connection": "google-oauth2"}""",
        "The following user attributes cannot be updated: email. The specified connection belongs to a secondary identity.")]
    public Task What_does_not_go_together_cannot_be_updated(string change, string message) =>
        AssertUpdateRefusedAsync("auth0|5f7c8ec7c33c6c004bbafe82", change, message);

    [Theory]
    [InlineData("users.create", NewAnna, "create:users")]
    [InlineData("users.delete", """["auth0|5f7c8ec7c33c6c004bbafe82"]""", "delete:users")]
    public async Task What_the_token_does_not_allow_is_forbidden(string call, string args, string scope)
    {
        AssertError(
            "ForbiddenError",
            403,
            $$"""{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: {{scope}}","errorCode":"insufficient_scope"}""",
            await Service.RefusalAsync(call, args));
        Assert.Equal("Astrid Lund", (await GetAsync("auth0|5f7c8ec7c33c6c004bbafe82")).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("users.get", """["auth0|nobody"]""")]
    [InlineData("users.update", """["auth0|nobody", {"name": "Nobody"}]""")]
    public async Task Who_is_not_there_is_not_found(string call, string args)
    {
        AssertError(
            "NotFoundError",
            404,
            """{"statusCode":404,"error":"Not Found","message":"The user does not exist.","errorCode":"inexistent_user"}""",
            await Service.RefusalAsync(call, args));
    }

    [Fact]
    public async Task An_address_that_the_database_has_is_a_conflict()
    {
        await Admin.CallAsync("users.create", NewAnna);

        AssertError(
            "ConflictError",
            409,
            """{"statusCode":409,"error":"Conflict","message":"The user already exists.","errorCode":"auth0_idp_error"}""",
            await Admin.RefusalAsync("users.create", NewAnna));
    }

    [Fact]
    public async Task A_user_of_the_database_is_created_with_what_Auth0_fills_in()
    {
        var user = await Admin.CallAsync("users.create", NewAnna);

        var id = user.GetProperty("user_id").GetString()!;
        Assert.Matches(@"^auth0\|[0-9a-f]{24}$", id);
        var created = user.GetProperty("created_at").GetString();
        AssertSame(
            $$"""
            {
              "created_at": "{{created}}",
              "updated_at": "{{created}}",
              "user_id": "{{id}}",
              "email": "anna.berg@example.com",
              "email_verified": false,
              "name": "anna.berg@example.com",
              "nickname": "anna.berg",
              "picture": "https://s.gravatar.com/avatar/82d601a42c8dd91bfc8b0e6cc783b330?s=480&r=pg&d=https%3A%2F%2Fcdn.auth0.com%2Favatars%2Fan.png",
              "identities": [{"connection": "Username-Password-Authentication", "provider": "auth0", "user_id": "{{id[6..]}}", "isSocial": false}]
            }
            """,
            user);
        AssertSame(user.GetRawText(), await GetAsync(id));
    }

    [Theory]
    [InlineData("oidc|swedish-bankid|{a/b%2F}")]
    [InlineData("oidc|swedish-bankid|{1B9A4C2E-0000-4F00-8000-00000000000A}")]
    [InlineData("google-oauth2|å?#&+ ;=")]
    public async Task An_id_may_hold_any_character(string id)
    {
        await InsertAsync($$"""{"user_id": "{{id}}"}""");

        Assert.Equal(id, (await GetAsync(id)).GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Only_the_fields_asked_for_are_returned()
    {
        var user = await Service.CallAsync("users.get", """["auth0|5f7c8ec7c33c6c004bbafe82", {"fields": "email,name", "include_fields": true}]""");

        AssertSame("""{"email": "astrid.lund@example.com", "name": "Astrid Lund"}""", user);
    }

    [Theory]
    [InlineData("""{"c": 3}""", """{"a": {"x": 1, "y": 2}, "b": 2, "c": 3}""")]
    [InlineData("""{"a": {"z": 3}}""", """{"a": {"z": 3}, "b": 2}""")]
    [InlineData("""{"b": null}""", """{"a": {"x": 1, "y": 2}}""")]
    [InlineData("""{}""", """{}""")]
    public async Task Metadata_is_merged_at_its_first_level_only(string change, string expected)
    {
        await InsertAsync("""{"user_id": "auth0|anna", "user_metadata": {"a": {"x": 1, "y": 2}, "b": 2}, "app_metadata": {"plan": "gold"}}""");

        var user = await Service.CallAsync("users.update", $$"""["auth0|anna", {"user_metadata": {{change}}}]""");

        AssertSame(expected, user.GetProperty("user_metadata"));
        AssertSame("""{"plan": "gold"}""", user.GetProperty("app_metadata"));
        AssertSame(user.GetRawText(), await GetAsync("auth0|anna"));
    }

    [Fact]
    public async Task Emptied_app_metadata_is_not_shown_at_all()
    {
        await InsertAsync("""{"user_id": "auth0|anna", "app_metadata": {"plan": "gold"}}""");

        var user = await Service.CallAsync("users.update", """["auth0|anna", {"app_metadata": {}}]""");

        Assert.False(user.TryGetProperty("app_metadata", out _));
    }

    [Fact]
    public async Task Deleting_succeeds_twice()
    {
        await InsertAsync("""{"user_id": "auth0|anna"}""");

        await Admin.CallAsync("users.delete", """["auth0|anna"]""");
        await Admin.CallAsync("users.delete", """["auth0|anna"]""");

        Assert.Equal(2, (await CallsAsync()).Count(call => call == "DELETE /api/v2/users/auth0%7Canna 204"));
        Assert.Equal("NotFoundError", (await Service.RefusalAsync("users.get", """["auth0|anna"]""")).ClassName);
    }
    private async Task AssertUpdateRefusedAsync(string id, string change, string message)
    {
        var before = await GetAsync(id);

        AssertError(
            "BadRequestError",
            400,
            $$"""{"statusCode":400,"error":"Bad Request","message":"{{message}}","errorCode":"operation_not_supported"}""",
            await Service.RefusalAsync("users.update", $"""["{id}", {change}]"""));
        AssertSame(before.GetRawText(), await GetAsync(id));
    }
}
