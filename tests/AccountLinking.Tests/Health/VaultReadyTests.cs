using AccountLinking.Configuration;
using AccountLinking.Health;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Configuration.Vault;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Health;

/// <summary>The line about the vault, of a service that was started while it could be read.</summary>
public sealed class VaultReadyTests
{
    private const string Firewall = """{"error": {"code": "Forbidden", "message": "MARKER", "innererror": {"code": "ForbiddenByFirewall"}}}""";
    private const string NoRole = """{"error": {"code": "Forbidden", "message": "Caller MARKER is not authorized", "innererror": {"code": "ForbiddenByRbac"}}}""";

    [Fact]
    public async Task One_that_can_be_read_is_good()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        await using var stage = await StartAsync(vault);

        Assert.Empty(await stage.TroubleAsync());
        Assert.Contains("""{"name":"key_vault","status":"pass","message":"The vault can be read."}""", (await stage.GetAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, NoRole, "it refuses the app (status 403): give the app's identity (on a laptop, your own) the role Key Vault Secrets User on the vault, and look at the vault's firewall.")]
    [InlineData(403, Firewall, "its firewall refuses the app (status 403): let the app's network in, or give the vault a private end point.")]
    [InlineData(403, "MARKER", "it refuses the app (status 403): give the app's identity (on a laptop, your own) the role Key Vault Secrets User on the vault, and look at the vault's firewall.")]
    [InlineData(404, "MARKER", "there is no vault at this address (status 404): check KeyVault:Uri.")]
    public async Task One_that_can_no_longer_be_read_is_told_with_what_it_lacks(int status, string body, string advice)
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        await using var stage = await StartAsync(vault);
        vault.Trouble = async context =>
        {
            // The challenge comes first, as always.
            if (context.Request.Headers.Authorization.Count == 0) return false;
            (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
            await context.Response.WriteAsync(body);
            return true;
        };

        Assert.Equal([$"fail key_vault: KeyVault:Uri names a vault that cannot be read; {advice}"], await stage.TroubleAsync());
    }

    [Fact]
    public async Task Values_with_which_the_service_would_not_start_are_told_and_not_taken_over()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        await using var stage = await StartAsync(vault);
        vault.Set("Webhooks--SigningSecrets--0", "MARKER");

        var line = Assert.Single(await stage.TroubleAsync());

        Assert.StartsWith("fail key_vault: The vault has values with which the service would not start, so the old ones stay: Webhooks:SigningSecrets:0 must be whsec_", line, StringComparison.Ordinal);
        Assert.DoesNotContain("MARKER", line, StringComparison.Ordinal);
    }

    /// <summary>As on a laptop, where nobody has started the service.</summary>
    [Fact]
    public async Task A_doctor_who_comes_before_the_service_examines_what_is_in_the_vault()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        await using var stage = await ReadyStage.StartAsync();
        await using var services = ComposeWithoutStart(vault, stage.Sandbox);

        var report = await services.GetRequiredService<Doctor>().ReportAsync(TestContext.Current.CancellationToken);

        Assert.True(report.IsReady, HealthText.Of(report));
        Assert.Equal(("The vault can be read.", "All settings are valid."), (MessageOf(report, "key_vault"), MessageOf(report, "settings")));
    }

    [Fact]
    public async Task Without_the_vault_it_cannot_be_told_what_is_missing_and_one_line_fails()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        vault.Trouble = context =>
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(true);
        };
        await using var stage = await ReadyStage.StartAsync();
        await using var services = ComposeWithoutStart(vault, stage.Sandbox);

        var report = await services.GetRequiredService<Doctor>().ReportAsync(TestContext.Current.CancellationToken);

        Assert.Equal("key_vault", Assert.Single(report.Findings, finding => finding.Verdict == Verdict.Fail).Check);
        Assert.Equal("What is set outside the vault is valid; whether anything is missing cannot be told without it.", MessageOf(report, "settings"));
        Assert.Equal("Not examined: its settings are missing or wrong.", MessageOf(report, "tenant"));
        Assert.Equal("The journal can be written.", MessageOf(report, "journal"));
    }

    private static string MessageOf(HealthReport report, string check) => report.Findings.Single(finding => finding.Check == check).Message;

    private static ServiceProvider ComposeWithoutStart(VaultDouble vault, RunningSandbox sandbox)
    {
        var settings = ServiceDefaults.Settings(sandbox.Tenant, sandbox.Journal).Where(setting => setting.Key != "Auth0:ClientSecret").Append(KeyValuePair.Create("KeyVault:Uri", (string?)vault.Address));
        var services = new ServiceCollection();
        vault.AddTo(services);
        return services.AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
    }

    private static Task<ReadyStage> StartAsync(VaultDouble vault) => ReadyStage.StartAsync(SandboxOptions.OnFreePorts with { Compose = vault.AddTo }, clock: null, ("KeyVault:Uri", vault.Address));
}
