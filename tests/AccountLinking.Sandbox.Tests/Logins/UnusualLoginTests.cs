using System.Net;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class UnusualLoginTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task A_subject_of_another_database_is_refused()
    {
        await Client.LogInAsync("Username-Password-Authentication", """{"sub": "anna"}""");

        var answer = await PostAsync("Legacy-Customers", """{"sub": "anna"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(
            "'profile.sub' is that of auth0|anna, which belongs to the connection 'Username-Password-Authentication'.", answer.Body.Text("error"));
    }

    [Fact]
    public async Task A_subject_with_a_control_character_is_refused()
    {
        var answer = await PostAsync("sms", """{"sub": "a\u0000b"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "'profile.sub' must not hold control characters."), (answer.Status, answer.Body.Text("error")));
    }

    [Fact]
    public async Task A_claim_that_is_null_is_none()
    {
        await Client.LogInAsync("google-oauth2", """{"sub": "1", "email": "a@example.com", "email_verified": true}""");

        var login = await Client.LogInAsync("google-oauth2", """{"sub": "1", "email_verified": null, "ssn": null}""");

        Assert.True(JsonMap.From(login["claims"]).IsTrue("email_verified"));
        Assert.False((await Client.ManageAsync(HttpMethod.Get, "users/google-oauth2%7C1")).Body.ContainsKey("ssn"));
    }

    [Fact]
    public async Task A_new_address_is_not_verified_because_the_old_one_was()
    {
        await Client.LogInAsync("google-oauth2", """{"sub": "1", "email": "old@example.com", "email_verified": true}""");

        var login = await Client.LogInAsync("google-oauth2", """{"sub": "1", "email": "new@example.com"}""");

        ApiAssert.JsonEqual("false", login["claims"].GetProperty("email_verified"));
    }

    [Fact]
    public async Task A_patched_address_is_not_verified_because_the_old_one_was()
    {
        var answer = await Client.ManageAsync(HttpMethod.Patch, "users/auth0%7C5f7c8ec7c33c6c004bbafe82", """{"email": "new@example.com"}""");

        ApiAssert.JsonEqual("false", answer.Body["email_verified"]);
    }

    [Theory]
    [InlineData("""{"connection": "sms", "phone_number": "+46701740699"}""")]
    [InlineData("""{"connection": "Legacy-Customers", "email": "b@example.com", "password": "p", "username": "anna"}""")]
    public async Task A_number_or_username_is_taken_once_in_a_connection(string user)
    {
        await Client.ManageAsync(HttpMethod.Post, "users", """{"connection": "Legacy-Customers", "email": "a@example.com", "password": "p", "username": "anna"}""");
        await Client.ManageAsync(HttpMethod.Post, "users", """{"connection": "sms", "phone_number": "+46701740699"}""");

        ApiAssert.Refused(await Client.ManageAsync(HttpMethod.Post, "users", user), HttpStatusCode.Conflict, "The user already exists.", "auth0_idp_error");
    }

    private Task<AccountLinking.Sandbox.Client.ApiAnswer> PostAsync(string connection, string profile) =>
        Client.ControlAsync(HttpMethod.Post, "logins", $$"""{"connection": "{{connection}}", "profile": {{profile}} }""");
}
