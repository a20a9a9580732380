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
        var (problems, hints) = await ReadVaultAsync(cancellationToken);
        problems = [.. problems, .. check.Problems(isVaultRead: problems.Count == 0)];
        hints = [.. hints, .. check.Hints()];
        if (problems.Count > 0) throw new SettingsException(problems, hints);
        foreach (var hint in hints) Log.NotRead(logger, hint);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<(IReadOnlyList<string> Problems, IReadOnlyList<string> Hints)> ReadVaultAsync(CancellationToken cancellation)
    {
        if (!secrets.HasVault) return ([], []);
        // What is wrong with them is told with everything else.
        if (SettingsSections.KeyVault.ProblemsIn(settings.All) is { Count: > 0 } wrong) return (wrong, []);
        try
        {
            return ([], await secrets.ReadAtStartAsync(cancellation));
        }
        catch (VaultException trouble) when (!cancellation.IsCancellationRequested)
        {
            return ([$"KeyVault:Uri names a vault that cannot be read; {trouble.Message}"], []);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SettingNotRead, LogLevel.Warning, "{Hint}")]
        public static partial void NotRead(ILogger logger, string hint);
    }
}
