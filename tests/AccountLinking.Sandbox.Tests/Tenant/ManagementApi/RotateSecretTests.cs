using System.Net;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

/// <summary><c>POST /api/v2/clients/{id}/rotate-secret</c></summary>
public sealed class RotateSecretTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Path = "clients/sandbox-client/rotate-secret";

    [Fact]
    public async Task Takes_the_scope_that_Auth0_asks_for()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Client.ManageAsync(HttpMethod.Post, Path, client: "sandbox-client")).Status);
        Assert.Equal(HttpStatusCode.OK, await TokenWithAsync("sandbox-secret"));
    }

    [Fact]
    public async Task Knows_no_other_application() =>
        Assert.Equal(HttpStatusCode.NotFound, (await Client.ManageAsync(HttpMethod.Post, "clients/nobody/rotate-secret")).Status);

    [Fact]
    public async Task The_old_secret_ends_at_once_and_its_tokens_stay_good()
    {
        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users", client: "sandbox-client")).Status);

        var answer = await Client.ManageAsync(HttpMethod.Post, Path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["client_id", "client_secret"], answer.Body.Keys);
        Assert.Matches("^[A-Za-z0-9]{64}$", answer.Body.Text("client_secret"));
        Assert.Equal(HttpStatusCode.Unauthorized, await TokenWithAsync("sandbox-secret"));
        Assert.Equal(HttpStatusCode.OK, await TokenWithAsync(answer.Body.Text("client_secret")!));
        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users", client: "sandbox-client")).Status);
    }

    [Fact]
    public async Task A_reset_brings_the_old_secret_back()
    {
        await Client.ManageAsync(HttpMethod.Post, Path);

        await Client.ControlAsync(HttpMethod.Post, "reset");

        Assert.Equal(HttpStatusCode.OK, await TokenWithAsync("sandbox-secret"));
    }

    private async Task<HttpStatusCode> TokenWithAsync(string secret) => (await Client.RequestTokenAsync("sandbox-client", secret)).Status;
}
