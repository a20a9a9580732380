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
            List<SecretProperties> ours = [];
            List<string> hints = [];
            await foreach (var secret in client.GetPropertiesOfSecretsAsync(cancellation))
            {
                if (secret.Enabled == false) continue;
                if (IsOurs(SettingOf(secret.Name))) ours.Add(secret);
                else if (HintOn(secret.Name) is { } hint) hints.Add(hint);
            }

            var values = await Task.WhenAll(ours.Select(secret => GetAsync(secret, cancellation)));
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

    private static string? HintOn(string name)
    {
        if (SettingOf(name).StartsWith($"{KeyVaultOptions.Section}:", StringComparison.OrdinalIgnoreCase)) return $"{name} is a secret of the vault that nothing reads: which vault is read is set outside of it.";
        return SettingNames.Meant(SettingOf(name)) is { } meant ? $"{name} is a secret of the vault that nothing reads: perhaps {meant.Replace(":", Colon, StringComparison.Ordinal)} is meant." : null;
    }

    /// <summary>The date after which a secret is to be renewed is a reminder, and must not lock anybody out: an expired one counts.</summary>
    private bool IsInForce(SecretProperties version) => version.Enabled != false && !(version.NotBefore > clock.GetUtcNow());

    /// <summary>Null: there is none, or it was deleted since it was listed.</summary>
    private async Task<(string Name, string? Value)> GetAsync(SecretProperties secret, CancellationToken cancellation)
    {
        try
        {
            // The list describes the newest version. While that is yet to come, the one before it counts.
            var version = IsInForce(secret) ? null : await NewestInForceAsync(secret.Name, cancellation);
            if (version is null && !IsInForce(secret)) return (secret.Name, null);
            return (secret.Name, (await client.GetSecretAsync(secret.Name, version, cancellation)).Value.Value);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return (secret.Name, null);
        }
        catch (RequestFailedException refused) when (refused.Status == 403)
        {
            // The vault also says so of one that was disabled since it was listed.
            if (await IsDisabledAsync(secret.Name, cancellation)) return (secret.Name, null);
            throw;
        }
    }

    private async Task<bool> IsDisabledAsync(string name, CancellationToken cancellation)
    {
        await foreach (var secret in client.GetPropertiesOfSecretsAsync(cancellation))
        {
            if (secret.Name == name) return secret.Enabled == false;
        }

        return true;
    }

    private async Task<string?> NewestInForceAsync(string name, CancellationToken cancellation)
    {
        SecretProperties? newest = null;
        await foreach (var version in client.GetPropertiesOfSecretVersionsAsync(name, cancellation))
        {
            if (IsInForce(version) && !(version.CreatedOn <= newest?.CreatedOn)) newest = version;
        }

        return newest?.Version;
    }
}
