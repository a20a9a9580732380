using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class DepthTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Google = "google-oauth2|108204268033311374519";
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";

    [Fact]
    public async Task What_is_too_deep_to_be_answered_is_refused()
    {
        ApiAssert.Refused(
            await Client.PatchAsync(Astrid, $$"""{"app_metadata": {"deep": {{Nested(39)}} } }"""),
            HttpStatusCode.BadRequest, "Invalid request payload JSON format", "invalid_body");
    }

    [Fact]
    public async Task What_is_accepted_can_be_read_listed_signed_in_with_and_linked()
    {
        var patched = await Client.PatchAsync(Astrid, $$"""{"app_metadata": {"deep": {{Nested(38)}} } }""");
        await Client.LogInAsync("google-oauth2", $$"""{"sub": "108204268033311374519", "deep": {{Nested(38)}} }""");

        var linked = await Client.LinkAsync(Astrid, """{"provider": "google-oauth2", "user_id": "108204268033311374519"}""");
        var listed = await Client.ManageAsync(HttpMethod.Get, "users?include_totals=true");
        var login = await Client.LogInAsync("google-oauth2", """{"sub": "108204268033311374519"}""");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.OK], new[] { patched.Status, linked.Status, listed.Status });
        Assert.Equal(Astrid, login.Text("user_id"));
        Assert.NotNull(login.Text("id_token"));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetUserAsync(Google)).Status);
    }

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);
}
