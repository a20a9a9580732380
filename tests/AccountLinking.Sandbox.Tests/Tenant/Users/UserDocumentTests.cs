using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class UserDocumentTests
{
    private const string NotSplit = "'user_id' must be 'provider|id', for example 'auth0|anna'.";
    private const string MainFirst = "'identities[0]' must be the main identity: its provider and user_id make up the 'user_id' of the user.";

    [Theory]
    [InlineData("{}", "'user_id' is required: a non-empty string.")]
    [InlineData("""{"user_id": ""}""", "'user_id' is required: a non-empty string.")]
    [InlineData("""{"user_id": 1}""", "'user_id' must be a string, not a number.")]
    [InlineData("""{"user_id": "anna"}""", NotSplit)]
    [InlineData("""{"user_id": "auth0|"}""", NotSplit)]
    [InlineData("""{"user_id": "|anna"}""", NotSplit)]
    [InlineData("""{"user_id": "facebook|1"}""", "'identities' is required: no connection of the tenant follows from the provider 'facebook' of 'user_id'.")]
    [InlineData("""{"user_id": "oidc|s1"}""", "'identities' is required: no connection of the tenant follows from the provider 'oidc' of 'user_id'.")]
    [InlineData("""{"user_id": "oidc|sms|s1"}""", "'identities' is required: no connection of the tenant follows from the provider 'oidc' of 'user_id'.")]
    [InlineData("""{"user_id": "auth0|a", "identities": {}}""", "'identities' must be an array, not an object.")]
    [InlineData("""{"user_id": "auth0|a", "identities": ["auth0"]}""", "'identities[0]' must be an object, not a string.")]
    [InlineData("""{"user_id": "auth0|a", "identities": [{}]}""", "'identities[0].provider' is required: a non-empty string.")]
    [InlineData("""{"user_id": "auth0|a", "identities": [{"provider": "auth0"}]}""", "'identities[0].user_id' is required: a non-empty string.")]
    [InlineData("""{"user_id": "auth0|a", "identities": [{"provider": "auth0", "user_id": "a"}]}""", "'identities[0].connection' is required: a non-empty string.")]
    [InlineData("""{"user_id": "auth0|a", "user_metadata": []}""", "'user_metadata' must be an object, not an array.")]
    [InlineData("""{"user_id": "auth0|a", "app_metadata": "x"}""", "'app_metadata' must be an object, not a string.")]
    public void Says_what_is_wrong(string json, string message) => Refuses(json, message);

    [Theory]
    [InlineData("""{"provider": "auth0", "user_id": "b", "connection": "c"}""", MainFirst)]
    [InlineData("""{"provider": "sms", "user_id": "a", "connection": "c"}""", MainFirst)]
    [InlineData("""{"provider": "auth0", "user_id": "auth0|a", "connection": "c"}""", MainFirst)]
    [InlineData("""{"provider": "auth0", "user_id": true, "connection": "c"}""", "'identities[0].user_id' must be a string, not a boolean.")]
    [InlineData("""{"provider": "auth0", "user_id": "a", "connection": "c", "isSocial": "no"}""", "'identities[0].isSocial' must be true or false, not a string.")]
    [InlineData("""{"provider": "auth0", "user_id": "a", "connection": "c", "profileData": 1}""", "'identities[0].profileData' must be an object, not a number.")]
    [InlineData(
        """{"provider": "auth0", "user_id": "a", "connection": "c"}, {"provider": "auth0", "user_id": "a", "connection": "d"}""",
        "'identities' names the same identity twice.")]
    public void Says_what_is_wrong_with_an_identity(string identities, string message) =>
        Refuses($$"""{"user_id": "auth0|a", "identities": [{{identities}}]}""", message);

    [Fact]
    public void Fills_in_what_is_left_out()
    {
        var user = TestTenant.User("""{"user_id": "auth0|anna"}""");

        Assert.Equal("auth0|anna", user.UserId);
        Assert.Equal($$"""{"created_at":"{{TestTenant.NowText}}","updated_at":"{{TestTenant.NowText}}"}""", user.Attributes.ToString());
        Assert.Equal(
            ["""{"connection":"Username-Password-Authentication","provider":"auth0","user_id":"anna","isSocial":false}"""],
            user.Identities.Select(identity => identity.ToJson().ToString()));
        Assert.Null(user.UserMetadata);
        Assert.Same(JsonMap.Empty, user.AppMetadata);
    }

    [Theory]
    [InlineData("google-oauth2|1", """{"connection":"google-oauth2","provider":"google-oauth2","user_id":"1","isSocial":true}""")]
    [InlineData("sms|1", """{"connection":"sms","provider":"sms","user_id":"1","isSocial":false}""")]
    [InlineData("oidc|swedish-bankid|s|1", """{"connection":"swedish-bankid","provider":"oidc","user_id":"swedish-bankid|s|1","isSocial":false}""")]
    public void Derives_the_identity_from_the_user_id(string userId, string identity) =>
        Assert.Equal(identity, TestTenant.User($$"""{"user_id": "{{userId}}", "identities": []}""").MainIdentity.ToJson().ToString());

    [Theory]
    [InlineData(""" "created_at": "2021-01-01T00:00:00.000Z" """, "2021-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z")]
    [InlineData(""" "updated_at": "2021-01-01T00:00:00.000Z" """, TestTenant.NowText, "2021-01-01T00:00:00.000Z")]
    [InlineData(""" "created_at": "2020-01-01T00:00:00.000Z", "updated_at": "2021-01-01T00:00:00.000Z" """, "2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z")]
    public void Keeps_the_dates_that_are_given(string dates, string created, string updated)
    {
        var user = TestTenant.User($$"""{"user_id": "auth0|a", {{dates}}}""");

        Assert.Equal((created, updated), (user.Attributes.Text("created_at"), user.Attributes.Text("updated_at")));
    }

    [Fact]
    public void Reads_several_identities_in_their_order()
    {
        var user = TestTenant.User("""
            {"user_id": "google-oauth2|108204268033311374519", "identities": [
                {"provider": "google-oauth2", "user_id": 108204268033311374519, "connection": "google-oauth2", "isSocial": true},
                {"provider": "auth0", "user_id": "a", "connection": "Legacy-Customers", "profileData": {"email": "a@example.com"}},
                {"provider": "facebook", "user_id": 7, "connection": "facebook"}]}
            """);

        Assert.Equal(["google-oauth2|108204268033311374519", "auth0|a", "facebook|7"], user.Identities.Select(identity => identity.FullId));
        Assert.Equal("""{"email":"a@example.com"}""", user.Identities[1].ProfileData!.ToString());
        Assert.Null(user.Identities[2].ProfileData);
    }

    [Fact]
    public void Keeps_raw_claims_at_the_root_and_metadata_apart()
    {
        var user = TestTenant.User("""{"ssn": "196802020575", "user_id": "auth0|a", "user_metadata": {}, "app_metadata": {"a": 1}, "email": null}""");

        Assert.Equal(["ssn", "email", "created_at", "updated_at"], user.Attributes.Keys);
        Assert.Equal("{}", user.UserMetadata!.ToString());
        Assert.Equal("""{"a":1}""", user.AppMetadata.ToString());
    }

    private static void Refuses(string json, string message) =>
        Assert.Equal(message, Assert.Throws<FieldException>(() => TestTenant.User(json)).Message);
}
