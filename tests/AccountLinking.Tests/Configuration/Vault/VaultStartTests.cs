using AccountLinking.Configuration;
using AccountLinking.Configuration.Vault;
using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Tests.Configuration.Vault;

/// <summary>The service starts with what the vault has, or says why not.</summary>
public sealed class VaultStartTests
{
    [Fact]
    public async Task The_start_fails_clearly_when_the_vault_cannot_be_read_and_calls_nothing_missing_that_it_may_hold()
    {
        using var stage = new VaultStage(("Linking:Primary", "Newest")) { Trouble = new RequestFailedException(403, "secret-in-message") };

        var failure = await Assert.ThrowsAsync<SettingsException>(stage.StartAsync);

        Assert.Equal(
            [
                "KeyVault:Uri names a vault that cannot be read; it refuses the app (status 403): give the app's identity (on a laptop, your own) the role Key Vault Secrets User on the vault, and look at the vault's firewall.",
                "Linking:Primary must be one of Oldest, Existing, PreferConnections.",
            ],
            failure.Problems);
        Assert.DoesNotContain("secret-in-message", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_tells_of_an_app_without_an_identity()
    {
        using var stage = new VaultStage { Trouble = new CredentialUnavailableException("no identity") };

        var failure = await Assert.ThrowsAsync<SettingsException>(stage.StartAsync);

        Assert.Equal(
            ["KeyVault:Uri names a vault that cannot be read; there is no token for it: give the app a managed identity, and set AZURE_CLIENT_ID to its client id if it is a user-assigned one; on a laptop, sign in to Azure ('az login')."],
            failure.Problems);
    }

    [Fact]
    public async Task The_start_waits_ten_seconds_and_no_longer()
    {
        using var stage = new VaultStage { Gate = new TaskCompletionSource() };

        var start = stage.StartAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(start.IsCompleted);
        stage.Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(
            ["KeyVault:Uri names a vault that cannot be read; it did not answer in time: check the network's way to it (a firewall, a private end point, DNS)."],
            (await Assert.ThrowsAsync<SettingsException>(() => start)).Problems);
    }

    [Fact]
    public async Task A_vault_with_a_wrong_address_is_one_of_the_problems_and_is_not_asked()
    {
        using var stage = new VaultStage(("KeyVault:Uri", "http://accounts.vault.azure.net"));

        var failure = await Assert.ThrowsAsync<SettingsException>(stage.StartAsync);

        Assert.Equal(["KeyVault:Uri must be the https address of a vault alone, as in https://name.vault.azure.net: without a path, query or user."], failure.Problems);
        Assert.Equal(0, stage.Readings);
    }

    [Fact]
    public async Task A_vault_whose_interval_is_wrong_is_read_all_the_same_so_that_all_is_told_at_once()
    {
        using var stage = new VaultStage(("KeyVault:ReloadInterval", "00:00:01"));
        stage.Secrets["Webhooks--SigningSecrets--0"] = "not a secret";
        stage.Secrets.TryRemove("Journal--NameKey", out _);

        var failure = await Assert.ThrowsAsync<SettingsException>(stage.StartAsync);

        Assert.Equal(["Journal:NameKey", "KeyVault:ReloadInterval", "Webhooks:SigningSecrets:0"], failure.Problems.Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_mistyped_secret_stops_the_start_like_a_mistyped_setting()
    {
        using var stage = new VaultStage();
        stage.Secrets["Webhooks--OperationSecrets--0"] = VaultStage.NewSecret;

        Assert.Equal(["Webhooks:OperationSecrets is not a setting: perhaps Webhooks:OperationsSecrets is meant."], (await Assert.ThrowsAsync<SettingsException>(stage.StartAsync)).Problems);
    }

    [Fact]
    public async Task A_secret_of_the_vault_wins_over_the_same_setting_elsewhere_and_the_others_stay()
    {
        using var stage = new VaultStage();
        stage.Secrets["auth0--clientsecret"] = "from the vault";

        await stage.StartAsync();

        Assert.Equal(("from the vault", "id"), (stage.ClientSecret, stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<Auth0Options>>().CurrentValue.ClientId));
        Assert.Equal([VaultStage.OldSecret], stage.SigningSecrets);
        Assert.Equal(1, stage.Readings);
    }

    [Fact]
    public async Task A_start_that_is_called_off_is_no_mistake_of_the_settings()
    {
        using var stage = new VaultStage { Gate = new TaskCompletionSource() };
        using var stop = new CancellationTokenSource();

        var start = stage.Hosted<StartUp>().StartingAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
    }

    [Fact]
    public async Task Without_a_vault_nothing_is_asked()
    {
        using var stage = new VaultStage(("KeyVault:Uri", null), ("Webhooks:SigningSecrets:0", VaultStage.OldSecret), ("Journal:NameKey", VaultStage.NameKey));

        await stage.StartAsync();
        await stage.Vault.ReadAgainAsync(SecretUse.Signing, TestContext.Current.CancellationToken);

        Assert.Equal(0, stage.Readings);
        var watch = stage.Hosted<VaultWatch>();
        await watch.StartAsync(CancellationToken.None);
        await watch.ExecuteTask!;
    }

    [Fact]
    public async Task Without_a_vault_its_client_is_not_even_made()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(GoodSettings.All).Build();
        await using var services = new ServiceCollection().AddSingleton<SecretClient>(_ => throw new InvalidOperationException("Made.")).AddAccountLinking(settings).BuildServiceProvider();

        foreach (var hosted in services.GetServices<IHostedService>())
        {
            if (hosted is IHostedLifecycleService starting) await starting.StartingAsync(TestContext.Current.CancellationToken);
            await hosted.StartAsync(TestContext.Current.CancellationToken);
        }

        foreach (var hosted in services.GetServices<IHostedService>()) await hosted.StopAsync(TestContext.Current.CancellationToken);
    }
}
