using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class LinkTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task Refuses_to_link_an_account_to_itself()
    {
        await InsertAsync("""{"user_id": "auth0|anna"}""");

        var answer = await LinkAsync("auth0|anna", """{"provider": "auth0", "user_id": "anna"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("Main identity and the new one are the same.", answer.Body.Text("message"));
    }

    private Task InsertAsync(string user) => Client.ControlAsync(HttpMethod.Post, "users", user);

    private Task<Client.ApiAnswer> LinkAsync(string primaryId, string body) =>
        Client.ManageAsync(HttpMethod.Post, $"users/{Uri.EscapeDataString(primaryId)}/identities", body);
}
