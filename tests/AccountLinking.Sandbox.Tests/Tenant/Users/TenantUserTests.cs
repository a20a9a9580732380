namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class TenantUserTests
{
    private const string Dates = """ "created_at": "2021-01-01T00:00:00.000Z", "updated_at": "2021-01-01T00:00:00.000Z" """;
    private const string Shown =
        """{"created_at":"2021-01-01T00:00:00.000Z","updated_at":"2021-01-01T00:00:00.000Z","user_id":"auth0|a","identities":["""
        + """{"connection":"Username-Password-Authentication","provider":"auth0","user_id":"a","isSocial":false}]""";

    [Theory]
    [InlineData("", "")]
    [InlineData(""", "user_metadata": {}""", ""","user_metadata":{}""")]
    [InlineData(""", "app_metadata": {}""", "")]
    [InlineData(""", "app_metadata": {}, "user_metadata": {"n": 1.0}""", ""","user_metadata":{"n":1.0}""")]
    [InlineData(""", "app_metadata": {"b": [1]}, "user_metadata": {"a": null}""", ""","user_metadata":{"a":null},"app_metadata":{"b":[1]}""")]
    public void Shows_empty_app_metadata_never_and_user_metadata_once_it_was_set(string metadata, string shown) =>
        Assert.Equal(Shown + shown + "}", TestTenant.User($$"""{"user_id": "auth0|a", {{Dates}} {{metadata}} }""").ToJson().ToString());

    [Fact]
    public void Shows_profile_data_of_secondary_identities()
    {
        var user = TestTenant.User($$"""
            {"user_id": "auth0|a", {{Dates}}, "email": "a@example.com", "ssn": "196802020575", "identities": [
                {"provider": "auth0", "user_id": "a", "connection": "c"},
                {"provider": "oidc", "user_id": "swedish-bankid|s1", "connection": "swedish-bankid", "profileData": {"ssn": "196802020575"} }]}
            """);

        Assert.Equal(
            """{"created_at":"2021-01-01T00:00:00.000Z","updated_at":"2021-01-01T00:00:00.000Z","email":"a@example.com","ssn":"196802020575","user_id":"auth0|a","identities":["""
            + """{"connection":"c","provider":"auth0","user_id":"a","isSocial":false},"""
            + """{"connection":"swedish-bankid","provider":"oidc","user_id":"swedish-bankid|s1","isSocial":false,"profileData":{"ssn":"196802020575"}}]}""",
            user.ToJson().ToString());
    }

    [Fact]
    public void A_profile_leaves_out_what_belongs_to_the_account()
    {
        var user = TestTenant.User("""
            {"user_id": "auth0|a", "email": "a@example.com", "ssn": "196802020575", "blocked": true, "last_login": "x", "last_ip": "127.0.0.1", "logins_count": 1,
             "last_password_reset": "x", "multifactor": ["otp"], "multifactor_last_modified": "x", "picture": "p"}
            """);

        Assert.Equal("""{"email":"a@example.com","ssn":"196802020575","picture":"p"}""", user.Profile.ToString());
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("\"true\"", false)]
    public void Is_blocked_only_by_true(string value, bool blocked) =>
        Assert.Equal(blocked, TestTenant.User($$"""{"user_id": "auth0|a", "blocked": {{value}}}""").IsBlocked);

    [Fact]
    public void Tells_secondary_identities_from_the_main_one()
    {
        var user = TestTenant.User("""
            {"user_id": "auth0|a", "identities": [{"provider": "auth0", "user_id": "a", "connection": "c"}, {"provider": "sms", "user_id": "b", "connection": "sms"}]}
            """);

        Assert.Equal("a", user.FindIdentity("auth0|a")!.UserId);
        Assert.Equal("b", user.FindIdentity("sms|b")!.UserId);
        Assert.Null(user.FindIdentity("sms|a"));
        Assert.False(user.HasSecondary("auth0|a"));
        Assert.True(user.HasSecondary("sms|b"));
        Assert.False(user.HasSecondary("SMS|b"));
    }
}
