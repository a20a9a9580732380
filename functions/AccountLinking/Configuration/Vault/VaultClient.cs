using Azure.Core;
using Azure.Security.KeyVault.Secrets;

namespace AccountLinking.Configuration.Vault;

/// <summary>Azure's client of a vault, as a service needs it that waits for it when it starts.</summary>
internal static class VaultClient
{
    public static SecretClient Create(string vault, TokenCredential credential)
    {
        var uri = new Uri(vault);
        return new SecretClient(uri, credential, Options(uri));
    }

    /// <summary>Once more where that may help, and soon.</summary>
    public static SecretClientOptions Options(Uri vault)
    {
        var options = new SecretClientOptions
        {
            // A vault on this machine is a test's, and has no name under the resource of its challenge.
            DisableChallengeResourceVerification = vault.IsLoopback,
        };
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(4);
        return options;
    }
}
