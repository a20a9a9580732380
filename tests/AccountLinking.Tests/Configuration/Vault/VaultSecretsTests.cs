using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Vault;
using AccountLinking.Journal;
using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Tests.Configuration.Vault;

/// <summary>When the vault is read, and which of what it has counts.</summary>
public sealed class VaultSecretsTests
{
    [Fact]
    public async Task The_start_fails_clearly_when_the_vault_cannot_be_read_and_calls_nothing_missing_that_it_may_hold()
    {
        using var stage = new VaultStage(("Linking:Primary", "Newest")) { Trouble = new RequestFailedException(403, "secret-in-message") };

        var failure = await Assert.ThrowsAsync<SettingsException>(stage.StartAsync);

        Assert.Equal(
            [
                "KeyVault:Uri names a vault that cannot be read; it refuses the app (status 403): give the app's identity the role Key Vault Secrets User on the vault, and look at the vault's firewall.",
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
            ["KeyVault:Uri names a vault that cannot be read; the app has no token for it: give the app a managed identity, and set AZURE_CLIENT_ID to its client id if it is a user-assigned one."],
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

    [Theory]
    [InlineData(null, 300)]
    [InlineData("00:00:30", 30)]
    public async Task It_is_read_again_after_the_interval_and_each_one_after_it(string? setting, int seconds)
    {
        var interval = TimeSpan.FromSeconds(seconds);
        using var stage = new VaultStage(("KeyVault:ReloadInterval", setting));
        await stage.StartAsync();
        var watch = stage.Hosted<VaultWatch>();
        await watch.StartAsync(CancellationToken.None);

        stage.Secrets["Webhooks--SigningSecrets--1"] = VaultStage.NewSecret;
        await PassAsync(stage, interval, readings: 2);
        await Eventually.IsSoAsync(() => stage.SigningSecrets.Length == 2);
        stage.Secrets.TryRemove("Webhooks--SigningSecrets--1", out _);
        stage.Secrets["Webhooks--SigningSecrets--0"] = VaultStage.NewSecret;
        await PassAsync(stage, interval, readings: 3);
        await Eventually.IsSoAsync(() => stage.SigningSecrets is [VaultStage.NewSecret]);
        await watch.StopAsync(CancellationToken.None);

        Assert.Contains(stage.Log.Lines, line => line.StartsWith("The vault has other values now, which count from here on: Webhooks:SigningSecrets:1.", StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Log.Lines, line => line.Contains("whsec_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_told()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal((2, 0), (stage.Readings, stage.Events(EventIds.VaultAdopted)));
    }

    [Fact]
    public async Task The_last_good_values_stay_while_it_cannot_be_read_and_that_is_told()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        var good = stage.Clock.GetUtcNow();
        stage.Secrets["Webhooks--SigningSecrets--0"] = VaultStage.NewSecret;
        stage.Trouble = new RequestFailedException(500, "secret-in-message");
        stage.Clock.Advance(TimeSpan.FromHours(1));

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal([VaultStage.OldSecret], stage.SigningSecrets);
        Assert.Contains(stage.Log.Lines, line => line.StartsWith($"The vault could not be read again: it answered with status 500: look at Azure's status page. The values of {good:u} stay.", StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Log.Lines, line => line.Contains("secret-in-message", StringComparison.Ordinal));

        stage.Trouble = null;
        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal([VaultStage.NewSecret], stage.SigningSecrets);
        Assert.Equal(1, stage.Events(EventIds.VaultReadAgain));
    }

    [Theory]
    [InlineData("Webhooks--SigningSecrets--0", "not a secret", "Webhooks:SigningSecrets:0 must be whsec_")]
    [InlineData("Webhooks--SigningSecrets--0", null, "Webhooks:SigningSecrets is required")]
    [InlineData("Webhooks--SigningSecret--0", VaultStage.NewSecret, "Webhooks:SigningSecret is not a setting")]
    [InlineData("Linking--OnRefused", "@Microsoft.KeyVault(x)", "Linking:OnRefused is an unresolved Key Vault reference")]
    public async Task Values_with_which_it_would_not_start_are_not_taken_over(string name, string? value, string problem)
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        if (value is null) stage.Secrets.TryRemove(name, out _);
        else stage.Secrets[name] = value;

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal([VaultStage.OldSecret], stage.SigningSecrets);
        Assert.Contains(stage.Log.Lines, line => line.StartsWith($"The vault has values with which the service would not start; the old ones stay:\n{problem}", StringComparison.Ordinal));
        Assert.DoesNotContain(stage.Log.Lines, line => line.Contains("not a secret", StringComparison.Ordinal));

        stage.Secrets.TryRemove(name, out _);
        stage.Secrets["Webhooks--SigningSecrets--0"] = VaultStage.NewSecret;
        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal([VaultStage.NewSecret], stage.SigningSecrets);
    }

    [Fact]
    public async Task What_is_decided_at_the_start_stays_and_the_rest_counts()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        var name = stage.Get<AccountNames>().Of(UserId.Parse("auth0|x"));
        stage.Secrets["Journal--NameKey"] = "YW5vdGhlci1rZXktb2YtMzItYnl0ZXMtb3ItbW9yZSE=";
        stage.Secrets["Auth0--Domain"] = "other.eu.auth0.com";
        stage.Secrets["Auth0--ClientSecret"] = "from the vault";

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);
        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal("from the vault", stage.ClientSecret);
        Assert.Equal("name.eu.auth0.com", stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<Auth0Options>>().CurrentValue.Domain);
        Assert.Equal(VaultStage.NameKey, stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<JournalOptions>>().CurrentValue.NameKey);
        Assert.Equal(name, stage.Get<AccountNames>().Of(UserId.Parse("auth0|x")));
        Assert.Equal(2, stage.Events(EventIds.VaultNeedsRestart));
        Assert.Contains(stage.Log.Lines, line => line.StartsWith("The vault has another Journal:NameKey now, or none, which counts from the next start", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_refusal_it_is_read_at_once_and_for_each_reason_three_times_in_half_a_minute()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        var cancellation = TestContext.Current.CancellationToken;

        for (var time = 0; time < 5; time++) await stage.Vault.ReadAgainAsync(SecretUse.Signing, cancellation);
        Assert.Equal(1 + 3, stage.Readings);

        await stage.Vault.ReadAgainAsync(SecretUse.Operations, cancellation);
        await stage.Vault.ReadAgainAsync(SecretUse.Auth0, cancellation);
        await stage.Vault.ReadAgainAsync(SecretUse.Crm, cancellation);
        Assert.Equal(4 + 3, stage.Readings);

        stage.Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        await stage.Vault.ReadAgainAsync(SecretUse.Signing, cancellation);
        Assert.Equal(7, stage.Readings);

        stage.Clock.Advance(TimeSpan.FromTicks(1));
        await stage.Vault.ReadAgainAsync(SecretUse.Signing, cancellation);
        Assert.Equal(8, stage.Readings);
    }

    [Fact]
    public async Task While_it_hangs_one_reading_waits_and_no_more()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        var gate = stage.Gate = new TaskCompletionSource();
        var first = stage.Vault.RefreshAsync(CancellationToken.None);
        await Eventually.IsSoAsync(() => stage.Readings == 2);

        var others = Enumerable.Range(0, 50).Select(_ => stage.Vault.RefreshAsync(CancellationToken.None)).ToList();
        gate.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(3, stage.Readings);
    }

    [Fact]
    public async Task What_is_gone_from_it_counts_no_more_and_that_is_a_warning()
    {
        using var stage = new VaultStage();
        stage.Secrets["Webhooks--OperationsSecrets--0"] = VaultStage.NewSecret;
        await stage.StartAsync();
        stage.Secrets.TryRemove("Webhooks--OperationsSecrets--0", out _);

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Empty(stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<WebhooksOptions>>().CurrentValue.OperationsSecrets);
        Assert.Contains(stage.Log.Lines, line => line.StartsWith("These are no longer in the vault, or are disabled there, and count no more: Webhooks:OperationsSecrets:0.", StringComparison.Ordinal));
        Assert.Equal(0, stage.Events(EventIds.VaultAdopted));
    }

    [Fact]
    public async Task The_key_of_fingerprints_is_kept_when_it_is_gone_because_numbers_must_go_on_to_keep_people_apart()
    {
        using var stage = new VaultStage();
        stage.Secrets["Linking--Ssn--FingerprintKey"] = VaultStage.NameKey;
        await stage.StartAsync();
        stage.Secrets.TryRemove("Linking--Ssn--FingerprintKey", out _);

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Single(stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<LinkingOptions>>().CurrentValue.Ssn.Keys);
        Assert.Equal(1, stage.Events(EventIds.VaultNeedsRestart));
    }

    [Fact]
    public async Task Values_that_are_not_taken_over_are_seen_by_nobody_also_by_whoever_asks_for_the_first_time()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        stage.Secrets["Webhooks--SigningSecrets--0"] = "not a secret";

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal([VaultStage.OldSecret], stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<WebhooksOptions>>().CurrentValue.SigningSecrets);
        Assert.Equal(VaultStage.OldSecret, stage.Get<ServiceSettings>().All["Webhooks:SigningSecrets:0"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task The_key_of_fingerprints_is_not_emptied_by_a_slip(string? value)
    {
        using var stage = new VaultStage();
        stage.Secrets["Linking--Ssn--FingerprintKey"] = VaultStage.NameKey;
        await stage.StartAsync();
        if (value is null) stage.Secrets.TryRemove("Linking--Ssn--FingerprintKey", out _);
        else stage.Secrets["Linking--Ssn--FingerprintKey"] = value;

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Single(stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<LinkingOptions>>().CurrentValue.Ssn.Keys);
    }

    [Theory]
    [InlineData("Journal--NameKey", "short", "Journal:NameKey must be the base64")]
    [InlineData("Auth0--Domain", "https://name.eu.auth0.com", "Auth0:Domain must be a domain name")]
    public async Task What_counts_from_the_next_start_must_not_prevent_it(string name, string value, string problem)
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        stage.Secrets[name] = value;

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Contains(stage.Log.Lines, line => line.StartsWith($"The vault has values with which the service would not start; the old ones stay:\n{problem}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_goes_on_being_read_however_its_readings_meet()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var time = 0; time < 2000; time++) await stage.Vault.RefreshAsync(CancellationToken.None);
        })));
        stage.Secrets["Webhooks--SigningSecrets--0"] = VaultStage.NewSecret;
        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal([VaultStage.NewSecret], stage.SigningSecrets);
    }

    [Fact]
    public async Task Those_who_join_a_reading_that_is_to_come_use_up_nothing()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        var gate = stage.Gate = new TaskCompletionSource();
        var crowd = Enumerable.Range(0, 20).Select(_ => stage.Vault.ReadAgainAsync(SecretUse.Signing, CancellationToken.None)).ToList();
        gate.SetResult();
        await Task.WhenAll(crowd);
        Assert.Equal(3, stage.Readings);

        await stage.Vault.ReadAgainAsync(SecretUse.Signing, CancellationToken.None);

        Assert.Equal(4, stage.Readings);
    }

    [Fact]
    public async Task A_secret_that_is_mistyped_while_it_runs_is_told_once()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        stage.Secrets["Webhooks-SigningSecrets-1"] = VaultStage.NewSecret;

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);
        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, stage.Events(EventIds.SettingNotRead));
        Assert.Contains(stage.Log.Lines, line => line.StartsWith("Webhooks-SigningSecrets-1 is a secret of the vault that nothing reads: perhaps Webhooks--SigningSecrets is meant.", StringComparison.Ordinal));
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
    public async Task One_that_is_on_its_way_is_waited_for_and_then_it_is_read_anew()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        var gate = stage.Gate = new TaskCompletionSource();
        var first = stage.Vault.ReadAgainAsync(SecretUse.Auth0, TestContext.Current.CancellationToken);
        await Eventually.IsSoAsync(() => stage.Readings == 2);

        // What the first has listed is old; whoever is refused now needs what comes after it.
        stage.Secrets["Auth0--ClientSecret"] = "new";
        var second = stage.Vault.ReadAgainAsync(SecretUse.Crm, TestContext.Current.CancellationToken);
        Assert.Equal(2, stage.Readings);
        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(3, stage.Readings);
        Assert.Equal("new", stage.ClientSecret);
    }

    [Fact]
    public async Task Nobody_in_whose_login_there_is_other_work_waits_longer_than_two_seconds()
    {
        using var stage = new VaultStage();
        await stage.StartAsync();
        stage.Gate = new TaskCompletionSource();

        var waiting = stage.Vault.ReadAgainAsync(SecretUse.Auth0, TestContext.Current.CancellationToken);
        await Eventually.IsSoAsync(() => stage.Clock.IsAwaited(stage.Clock.GetUtcNow() + TimeSpan.FromSeconds(2)));
        Assert.False(waiting.IsCompleted);
        stage.Clock.Advance(TimeSpan.FromSeconds(2));

        await waiting;
        stage.Gate.SetResult();
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

    private static async Task PassAsync(VaultStage stage, TimeSpan time, int readings)
    {
        await Eventually.IsSoAsync(() => stage.Clock.IsAwaited(stage.Clock.GetUtcNow() + time));
        stage.Clock.Advance(time);
        await Eventually.IsSoAsync(() => stage.Readings == readings);
    }

}
