using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration;

/// <summary>As whom the service reads the vault and the journal.</summary>
internal static class ServiceIdentity
{
    private const string UserAssigned = "AZURE_CLIENT_ID";

    /// <summary>
    /// In Azure its managed identity and nothing else: the chain that finds a developer's own sign-in on a laptop would, where that identity is missing, look for
    /// tools that are not there, and end in a message about them.
    /// </summary>
    public static TokenCredential Find(IConfiguration settings)
    {
        if (!AzureEnvironment.IsPresent(settings)) return new DefaultAzureCredential();
        return new ManagedIdentityCredential(settings[UserAssigned] is { Length: > 0 } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned);
    }
}
