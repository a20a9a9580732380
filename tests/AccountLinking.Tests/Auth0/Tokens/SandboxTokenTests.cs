using System.Net.Http.Json;
using System.Text.Json;
using AccountLinking.Auth0.Tokens;
using AccountLinking.Configuration;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>Tokens that the sandbox's tenant issues, by the keys that it tells: signed rightly, and none for this.</summary>
public sealed class SandboxTokenTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task Of_the_Management_API_and_of_a_login_are_told_as_what_they_are()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(Sandbox.Tenant, journal: "none")).AddInMemoryCollection([KeyValuePair.Create("Auth0:ApiAudience", (string?)ClaimsText.Api)]).Build();
        await using var services = new ServiceCollection().AddAccountLinking(settings).BuildServiceProvider();
        var verifier = services.GetRequiredService<TokenVerifier>();
        using var budget = VerifierStage.Budget();
        var idToken = (await Client.LogInAsync("swedish-bankid", """{"sub": "anna"}""")).Text("id_token")!;

        Assert.Equal(TokenFault.IsManagementToken, Assert.IsType<AccessTokenVerdict.Refused>(await verifier.VerifyAccessTokenAsync(await ManagementTokenAsync(), budget)).Fault);
        Assert.Equal(TokenFault.IsIdToken, Assert.IsType<AccessTokenVerdict.Refused>(await verifier.VerifyAccessTokenAsync(idToken, budget)).Fault);
        Assert.Equal(TokenFault.WrongClient, Assert.IsType<IdTokenVerdict.Refused>(await verifier.VerifyIdTokenAsync(idToken, "other", budget)).Fault);
    }

    private async Task<string> ManagementTokenAsync()
    {
        using var http = new HttpClient { BaseAddress = Sandbox.Tenant };
        using var answer = await http.PostAsJsonAsync(
            "oauth/token", new { grant_type = "client_credentials", client_id = "sandbox-client", client_secret = "sandbox-secret", audience = $"{Sandbox.Tenant}api/v2/" }, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("access_token").GetString()!;
    }
}
