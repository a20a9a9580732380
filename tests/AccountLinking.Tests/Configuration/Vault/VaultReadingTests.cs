using AccountLinking.Configuration;
using AccountLinking.Configuration.Vault;

namespace AccountLinking.Tests.Configuration.Vault;

/// <summary>When the vault is read again, and how often.</summary>
public sealed class VaultReadingTests
{
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

    private static async Task PassAsync(VaultStage stage, TimeSpan time, int readings)
    {
        await Eventually.IsSoAsync(() => stage.Clock.IsAwaited(stage.Clock.GetUtcNow() + time));
        stage.Clock.Advance(time);
        await Eventually.IsSoAsync(() => stage.Readings == readings);
    }
}
