using AccountLinking.Configuration.Checks;
using Azure;
using Azure.Security.KeyVault.Secrets;

namespace AccountLinking.Configuration.Vault;

/// <summary>
/// Reads the secrets that are named like settings. The list first, because only it tells how many secrets of a kind there are; then those, all at once.
/// Secrets of others are left alone.
/// </summary>
internal sealed class VaultReader(SecretClient client, TimeProvider clock)
{
    private const string Colon = "--";

    /// <summary>Nobody may say from within a vault which vault is read.</summary>
    private static readonly IReadOnlyList<string> Sections = [.. SettingsSections.All.Select(section => section.Name).Where(name => name != KeyVaultOptions.Section)];

    /// <exception cref="VaultException">It was not read.</exception>
    public async Task<VaultSnapshot> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            List<string> ours = [], hints = [];
            await foreach (var secret in client.GetPropertiesOfSecretsAsync(cancellation))
            {
                if (!IsInForce(secret)) continue;
                if (IsOurs(SettingOf(secret.Name))) ours.Add(secret.Name);
                else if (SettingNames.Meant(SettingOf(secret.Name)) is { } meant) hints.Add($"{secret.Name} is a secret of the vault that nothing reads: perhaps {meant.Replace(":", Colon, StringComparison.Ordinal)} is meant.");
            }

            var values = await Task.WhenAll(ours.Select(name => GetAsync(name, cancellation)));
            return new VaultSnapshot(
                values.Where(secret => secret.Value is not null).ToDictionary(secret => SettingOf(secret.Name), secret => secret.Value, StringComparer.OrdinalIgnoreCase), hints);
        }
        catch (Exception failure) when (VaultTrouble.Is(failure))
        {
            throw VaultTrouble.Of(failure);
        }
    }

    private static string SettingOf(string name) => name.Replace(Colon, ":", StringComparison.Ordinal);

    private static bool IsOurs(string setting) => Sections.Any(section => setting.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase));

    /// <summary>The date after which a secret is to be renewed is a reminder, and must not lock anybody out: an expired one counts.</summary>
    private bool IsInForce(SecretProperties secret) => secret.Enabled != false && !(secret.NotBefore > clock.GetUtcNow());

    /// <summary>Null: it was deleted since it was listed.</summary>
    private async Task<(string Name, string? Value)> GetAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return (name, (await client.GetSecretAsync(name, version: null, cancellation)).Value.Value);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return (name, null);
        }
    }
}
