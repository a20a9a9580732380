using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Vault;
using AccountLinking.Journal;
using Azure;

namespace AccountLinking.Tests.Configuration.Vault;

/// <summary>Which of what the vault has counts while the service runs.</summary>
public sealed class VaultValuesTests
{
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
        stage.Secrets["SelfService--RequestsPerMinute"] = "60";
        stage.Secrets["Auth0--ClientSecret"] = "from the vault";

        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);
        await stage.Vault.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal("from the vault", stage.ClientSecret);
        Assert.Equal("name.eu.auth0.com", stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<Auth0Options>>().CurrentValue.Domain);
        Assert.Equal(VaultStage.NameKey, stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<JournalOptions>>().CurrentValue.NameKey);
        Assert.Equal(name, stage.Get<AccountNames>().Of(UserId.Parse("auth0|x")));
        Assert.Equal(30, stage.Get<Microsoft.Extensions.Options.IOptionsMonitor<SelfServiceOptions>>().CurrentValue.RequestsPerMinute);
        Assert.Equal(3, stage.Events(EventIds.VaultNeedsRestart));
        Assert.Contains(stage.Log.Lines, line => line.StartsWith("The vault has another Journal:NameKey now, or none, which counts from the next start", StringComparison.Ordinal));
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
}
