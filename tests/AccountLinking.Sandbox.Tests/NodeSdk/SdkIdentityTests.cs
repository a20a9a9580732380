namespace AccountLinking.Sandbox.Tests.NodeSdk;

public sealed class SdkIdentityTests(NodeSdkFixture fixture) : NodeSdkTests(fixture)
{
    private const string LinkBoToAnna = """["auth0|anna", {"provider": "google-oauth2", "user_id": "bo"}]""";

    private const string Anna = """
        {"user_id": "auth0|anna", "email": "anna@example.com", "email_verified": true, "app_metadata": {"plan": "gold"}}
        """;

    private const string Bo = """
        {"user_id": "google-oauth2|bo", "email": "bo@example.com", "given_name": "Bo", "user_metadata": {"language": "sv"}, "app_metadata": {"plan": "free"}}
        """;

    [Theory]
    [InlineData("users.identities.link", """["auth0|anna", {"provider": "auth0", "user_id": "anna"}]""",
        "Main identity and the new one are the same.", "invalid_body")]
    [InlineData("users.identities.link", """["auth0|anna", {"provider": "facebook", "user_id": "bo"}]""",
        "The provider/connection is not configured.", "inexistent_connection")]
    [InlineData("users.identities.link", """["auth0|anna", {"user_id": "bo"}]""",
        "The provider/connection is not configured.", "inexistent_connection")]
    [InlineData("users.identities.link", """["auth0|anna", {"provider": "google-oauth2", "user_id": "nobody"}]""",
        "Linking to an inexistent identity requires a connection.", "invalid_body")]
    [InlineData("users.identities.link", """["auth0|anna", {"provider": "google-oauth2", "user_id": "nobody", "connection_id": "con_googleoauth20001"}]""",
        "Linking to an inexistent identity is not allowed.", "invalid_body")]
    [InlineData("users.identities.link", """["auth0|anna", {"provider": "google-oauth2", "user_id": "bo", "connection_id": "con_swedishbankid001"}]""",
        "Linking to an inexistent identity is not allowed.", "invalid_body")]
    [InlineData("users.identities.link", """["auth0|anna", {"link_with": "not.a.token"}]""", "Invalid token (link_with).", "invalid_body")]
    [InlineData("users.identities.delete", """["auth0|anna", "auth0", "anna"]""", "Main identity cannot be removed.", "invalid_body")]
    public async Task What_cannot_be_linked_or_unlinked_is_a_bad_request(string call, string args, string message, string errorCode)
    {
        await InsertAsync(Anna, Bo);

        AssertError(
            "BadRequestError",
            400,
            $$"""{"statusCode":400,"error":"Bad Request","message":"{{message}}","errorCode":"{{errorCode}}"}""",
            await Service.RefusalAsync(call, args));
        Assert.Single((await GetAsync("auth0|anna")).GetProperty("identities").EnumerateArray());
    }

    [Fact]
    public async Task An_id_token_links_for_the_application_that_it_was_issued_to_and_for_no_other()
    {
        await InsertAsync(Anna);
        var login = await Control.LogInAsync("google-oauth2", """{"sub": "bo"}""");
        var link = $$"""["auth0|anna", {"link_with": "{{login.Text("id_token")}}"}]""";

        AssertError(
            "BadRequestError",
            400,
            """{"statusCode":400,"error":"Bad Request","message":"JWT (link_with) must have an aud claim that matches that of the calling token's azp.","errorCode":"invalid_body"}""",
            await Service.RefusalAsync("users.identities.link", link));
        var identities = await Application.CallAsync("users.identities.link", link);

        Assert.Equal(["anna", "bo"], identities.EnumerateArray().Select(identity => identity.GetProperty("user_id").GetString()));
    }

    [Fact]
    public async Task An_id_token_of_an_account_that_is_gone_links_nothing()
    {
        await InsertAsync(Anna);
        var login = await Control.LogInAsync("google-oauth2", """{"sub": "bo"}""");
        await Admin.CallAsync("users.delete", """["google-oauth2|bo"]""");

        AssertError(
            "BadRequestError",
            400,
            """{"statusCode":400,"error":"Bad Request","message":"Provided secondary account not found.","errorCode":"invalid_body"}""",
            await Application.RefusalAsync("users.identities.link", $$"""["auth0|anna", {"link_with": "{{login.Text("id_token")}}"}]"""));
    }

    [Fact]
    public async Task An_identity_that_is_linked_already_is_a_conflict()
    {
        await InsertAsync(Anna, Bo);
        await Service.CallAsync("users.identities.link", LinkBoToAnna);

        AssertError(
            "ConflictError",
            409,
            """{"statusCode":409,"error":"Conflict","message":"Specified identity already exists.","errorCode":"identity_conflict"}""",
            await Service.RefusalAsync("users.identities.link", LinkBoToAnna));
    }

    [Fact]
    public async Task A_primary_that_is_not_there_is_not_found_by_an_error_without_a_class_of_its_own()
    {
        await InsertAsync(Bo);

        AssertError(
            "ManagementError",
            404,
            """{"statusCode":404,"error":"Not Found","message":"The user does not exist.","errorCode":"inexistent_user"}""",
            await Service.RefusalAsync("users.identities.link", LinkBoToAnna));
    }

    [Fact]
    public async Task Linking_answers_with_the_identities_of_both()
    {
        await InsertAsync(Anna, Bo);

        var identities = await Service.CallAsync("users.identities.link", LinkBoToAnna);

        AssertSame(
            """
            [
              {"connection": "Username-Password-Authentication", "provider": "auth0", "user_id": "anna", "isSocial": false,
               "profileData": {"email": "anna@example.com", "email_verified": true}},
              {"connection": "google-oauth2", "provider": "google-oauth2", "user_id": "bo", "isSocial": true,
               "profileData": {"email": "bo@example.com", "given_name": "Bo"}}
            ]
            """,
            identities);
    }

    [Fact]
    public async Task The_primary_absorbs_the_secondary_with_all_its_identities_and_without_its_metadata()
    {
        await InsertAsync(Anna, Bo, """{"user_id": "oidc|swedish-bankid|{a/b}", "name": "Bo Ek"}""");
        await Service.CallAsync("users.identities.link", """["google-oauth2|bo", {"provider": "oidc", "user_id": "swedish-bankid|{a/b}"}]""");
        await Service.CallAsync("users.identities.link", LinkBoToAnna);

        var anna = await GetAsync("auth0|anna");

        Assert.Equal(
            ["auth0|anna", "google-oauth2|bo", "oidc|swedish-bankid|{a/b}"],
            anna.GetProperty("identities").EnumerateArray().Select(identity => $"{identity.GetProperty("provider")}|{identity.GetProperty("user_id")}"));
        AssertSame("""{"plan": "gold"}""", anna.GetProperty("app_metadata"));
        Assert.False(anna.TryGetProperty("user_metadata", out _));
        Assert.Equal("NotFoundError", (await Service.RefusalAsync("users.get", """["google-oauth2|bo"]""")).ClassName);
        Assert.Equal("NotFoundError", (await Service.RefusalAsync("users.get", """["oidc|swedish-bankid|{a/b}"]""")).ClassName);
    }

    [Fact]
    public async Task Unlinking_leaves_the_others_and_makes_a_bare_account_of_its_own()
    {
        await InsertAsync(Anna, """{"user_id": "oidc|swedish-bankid|{a/b}", "name": "Bo Ek", "app_metadata": {"plan": "free"}}""");
        await Service.CallAsync("users.identities.link", """["auth0|anna", {"provider": "oidc", "user_id": "swedish-bankid|{a/b}"}]""");

        var remaining = await Service.CallAsync("users.identities.delete", """["auth0|anna", "oidc", "swedish-bankid|{a/b}"]""");

        Assert.Equal("anna", Assert.Single(remaining.EnumerateArray()).GetProperty("user_id").GetString());
        var bare = await GetAsync("oidc|swedish-bankid|{a/b}");
        Assert.Equal(
            ["created_at", "identities", "name", "updated_at", "user_id"],
            bare.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Bo Ek", bare.GetProperty("name").GetString());
        AssertSame(
            """[{"connection": "swedish-bankid", "provider": "oidc", "user_id": "swedish-bankid|{a/b}", "isSocial": false}]""",
            bare.GetProperty("identities"));
    }
}
