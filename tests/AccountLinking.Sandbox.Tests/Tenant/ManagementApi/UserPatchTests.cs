using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class UserPatchTests
{
    private const string Later = "2026-11-20T09:15:30.000Z";

    [Theory]
    [InlineData("""{"a":1,"b":{"x":1,"y":2}}""", """{}""", """{}""")]
    [InlineData("""{}""", """{}""", """{}""")]
    [InlineData("""{"a":1}""", """{"b":2}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":3}""", """{"a":3,"b":2}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":null}""", """{"b":2}""")]
    [InlineData("""{"a":1}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":1}""", """{"b":null}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":null,"b":null,"c":3}""", """{"c":3}""")]
    [InlineData("""{"b":{"x":1,"y":2}}""", """{"b":{"y":3}}""", """{"b":{"y":3}}""")]
    [InlineData("""{"b":{"x":1,"y":2}}""", """{"b":{}}""", """{"b":{}}""")]
    [InlineData("""{"b":{"x":1}}""", """{"b":{"x":null}}""", """{"b":{"x":null}}""")]
    [InlineData("""{"b":[1,2,3]}""", """{"b":[9]}""", """{"b":[9]}""")]
    [InlineData("""{"b":[1]}""", """{"b":"text"}""", """{"b":"text"}""")]
    [InlineData("""{"a":1}""", """{"A":2}""", """{"a":1,"A":2}""")]
    [InlineData("""{"n":1}""", """{"n":1.50}""", """{"n":1.50}""")]
    public void Metadata_is_merged_at_the_first_level_only(string before, string change, string after)
    {
        var changed = Patch($$"""{"user_id": "oidc|swedish-bankid|s1", "user_metadata": {{before}}, "app_metadata": {{before}} }""",
            $$"""{"user_metadata": {{change}}, "app_metadata": {{change}} }""");

        Assert.Equal(after, changed.UserMetadata!.ToString());
        Assert.Equal(after, changed.AppMetadata.ToString());
    }

    [Fact]
    public void Metadata_may_be_set_for_the_first_time()
    {
        var changed = Patch("""{"user_id": "auth0|a"}""", """{"user_metadata": {"a": 1}, "app_metadata": {"b": null, "c": 2}}""");

        Assert.Equal("""{"a":1}""", changed.UserMetadata!.ToString());
        Assert.Equal("""{"c":2}""", changed.AppMetadata.ToString());
    }

    [Fact]
    public void Metadata_that_is_not_sent_stays()
    {
        var changed = Patch("""{"user_id": "auth0|a", "user_metadata": {"a": 1}, "app_metadata": {"b": 2}}""", """{"user_metadata": {}}""");

        Assert.Equal("{}", changed.UserMetadata!.ToString());
        Assert.Equal("""{"b":2}""", changed.AppMetadata.ToString());
        Assert.Null(Patch("""{"user_id": "auth0|a"}""", "{}").UserMetadata);
    }

    [Theory]
    [InlineData("""{"name": "B"}""", """{"name":"B","email":"a@example.com"}""")]
    [InlineData("""{"given_name": "G", "name": null}""", """{"email":"a@example.com","given_name":"G"}""")]
    [InlineData("""{"nickname": null}""", """{"name":"A","email":"a@example.com"}""")]
    [InlineData("""{"email": "New@Example.COM", "email_verified": true}""", """{"name":"A","email":"new@example.com","email_verified":true}""")]
    [InlineData("""{"email": null}""", """{"name":"A","email_verified":false}""")]
    [InlineData("""{"blocked": true}""", """{"name":"A","email":"a@example.com","blocked":true}""")]
    [InlineData("""{"username": "anna"}""", """{"name":"A","email":"a@example.com","username":"anna"}""")]
    [InlineData("""{"verify_email": true, "client_id": "c", "connection": "Username-Password-Authentication"}""", """{"name":"A","email":"a@example.com"}""")]
    [InlineData("{}", """{"name":"A","email":"a@example.com"}""")]
    public void Attributes_are_set_and_null_removes_them(string body, string attributes) =>
        Assert.Equal(
            attributes,
            Patch("""{"user_id": "auth0|a", "name": "A", "email": "a@example.com"}""", body).Attributes.Where(name => !name.EndsWith("_at", StringComparison.Ordinal)).ToString());

    [Fact]
    public void A_password_is_never_stored_but_its_date_is()
    {
        var changed = Patch("""{"user_id": "auth0|a"}""", """{"password": "secret", "connection": "Username-Password-Authentication"}""");

        Assert.Equal(
            $$"""{"created_at":"{{TestTenant.NowText}}","updated_at":"{{Later}}","last_password_reset":"{{Later}}"}""", changed.Attributes.ToString());
    }

    [Fact]
    public void Everything_else_of_the_user_stays()
    {
        var before = TestTenant.User("""{"user_id": "auth0|a", "ssn": "196802020575", "user_metadata": {"a": 1}}""");

        var changed = UserPatch.Apply(before, JsonMap.Parse("""{"name": "B"}"""), TestTenant.Connections, TestTenant.Now.AddHours(1));

        Assert.Equal("auth0|a", changed.UserId);
        Assert.Equal(before.Identities, changed.Identities);
        Assert.Equal(
            $$"""{"ssn":"196802020575","created_at":"{{TestTenant.NowText}}","updated_at":"{{Later}}","name":"B"}""", changed.Attributes.ToString());
        Assert.Same(before.UserMetadata, changed.UserMetadata);
        Assert.Null(before.Attributes.Text("name"));
    }

    [Theory]
    [InlineData("""{"phone_number": "+46701740606", "phone_verified": false}""")]
    [InlineData("""{"name": "N", "family_name": "F", "given_name": "G", "nickname": "n", "picture": "p"}""")]
    [InlineData("""{"blocked": true, "verify_phone_number": true, "connection": "sms"}""")]
    public void A_passwordless_account_has_a_phone_and_a_profile(string body) =>
        Assert.Null(Record.Exception(() => Patch("""{"user_id": "sms|1"}""", body)));

    [Theory]
    [InlineData("oidc|swedish-bankid|s1")]
    [InlineData("google-oauth2|1")]
    public void Any_account_can_be_blocked_and_given_metadata(string userId)
    {
        var changed = Patch($$"""{"user_id": "{{userId}}"}""", """{"blocked": true, "user_metadata": {"a": 1}, "app_metadata": {"b": 2}}""");

        Assert.True(changed.IsBlocked);
        Assert.Equal("""{"a":1}""", changed.UserMetadata!.ToString());
        Assert.Equal("""{"b":2}""", changed.AppMetadata.ToString());
    }

    private static TenantUser Patch(string user, string body) =>
        UserPatch.Apply(TestTenant.User(user), JsonMap.Parse(body), TestTenant.Connections, TestTenant.Now.AddHours(1));
}
