namespace AccountLinking.Configuration;

/// <summary>Where the secrets are, if not among the other settings: section <c>KeyVault</c>.</summary>
public sealed class KeyVaultOptions
{
    public const string Section = "KeyVault";

    /// <summary>
    /// The vault, as in <c>https://name.vault.azure.net</c>; none unless set. The app's managed identity reads it (role Key Vault Secrets User). A secret has the
    /// name of its setting with <c>--</c> for each colon, as in <c>Auth0--ClientSecret</c> or <c>Webhooks--SigningSecrets--0</c>, and wins over the same
    /// setting elsewhere.
    /// </summary>
    public string Uri { get; set; } = string.Empty;

    /// <summary>How often it is read again, so that a new secret needs no restart: 30 seconds to a day, five minutes unless set.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromMinutes(5);
}
