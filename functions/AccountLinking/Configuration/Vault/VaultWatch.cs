using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AccountLinking.Configuration.Vault;

/// <summary>Has the vault read now and then.</summary>
internal sealed class VaultWatch(VaultSecrets secrets, IOptionsMonitor<KeyVaultOptions> options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!secrets.HasVault) return;
        while (true)
        {
            await Task.Delay(options.CurrentValue.ReloadInterval, clock, stoppingToken);
            await secrets.RefreshAsync(stoppingToken);
        }
    }
}
