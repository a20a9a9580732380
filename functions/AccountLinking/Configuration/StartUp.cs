using AccountLinking.Configuration.Checks;
using AccountLinking.Configuration.Vault;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Configuration;

/// <summary>Before anything else starts: reads the vault, where there is one, and checks every setting. It makes no other call.</summary>
internal sealed partial class StartUp(ServiceSettings settings, SettingsCheck check, VaultSecrets secrets, ILogger<StartUp> logger) : IHostedLifecycleService
{
    /// <exception cref="SettingsException">With all that is wrong.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var unreadable = await ReadVaultAsync(cancellationToken);
        IReadOnlyList<string> problems = [.. unreadable is null ? [] : new[] { unreadable }, .. check.Problems(isVaultRead: !secrets.HasVault || secrets.IsRead)];
        IReadOnlyList<string> hints = [.. secrets.Hints, .. check.Hints()];
        if (problems.Count > 0) throw new SettingsException(problems, hints);
        foreach (var hint in hints) Log.NotRead(logger, hint);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>Why that cannot be done; null where it was, or is not asked for.</returns>
    private async Task<string?> ReadVaultAsync(CancellationToken cancellation)
    {
        // That its address is wrong is told with everything else.
        if (!secrets.HasVault || !settings.IsVaultAddressGood) return null;
        try
        {
            await secrets.ReadAtStartAsync(cancellation);
            return null;
        }
        catch (VaultException trouble)
        {
            cancellation.ThrowIfCancellationRequested();
            return VaultTrouble.OfSetting(trouble);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SettingNotRead, LogLevel.Warning, "{Hint}", EventName = nameof(EventIds.SettingNotRead))]
        public static partial void NotRead(ILogger logger, string hint);
    }
}
