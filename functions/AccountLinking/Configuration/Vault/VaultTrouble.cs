using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Configuration.Checks;
using Azure;
using Azure.Identity;

namespace AccountLinking.Configuration.Vault;

/// <summary>Why a vault was not read, and what to do about it.</summary>
internal static class VaultTrouble
{
    public static VaultException Of(Exception failure) => new(SentenceOf(failure), failure);

    /// <summary>As a sentence about the setting.</summary>
    public static string OfSetting(VaultException trouble) => $"{SettingsProblems.VaultAddress} names a vault that cannot be read; {trouble.Message}";

    public static bool Is(Exception failure) => failure is RequestFailedException or AuthenticationFailedException or OperationCanceledException or HttpRequestException or IOException or InvalidOperationException or AggregateException
        or JsonException or FormatException or KeyNotFoundException;

    private static string SentenceOf(Exception failure) => failure switch
    {
        OperationCanceledException => "it did not answer in time: check the network's way to it (a firewall, a private end point, DNS).",
        AuthenticationFailedException => "there is no token for it: give the app a managed identity, and set AZURE_CLIENT_ID to its client id if it is a user-assigned one; on a laptop, sign in to Azure ('az login').",
        RequestFailedException { Status: 401 } => "it did not take the app's token (status 401): the vault must be in the tenant of the app's identity.",
        RequestFailedException { Status: 403 } refused when InnerCodeOf(refused) == "ForbiddenByFirewall" => "its firewall refuses the app (status 403): let the app's network in, or give the vault a private end point.",
        RequestFailedException { Status: 403 } => "it refuses the app (status 403): give the app's identity (on a laptop, your own) the role Key Vault Secrets User on the vault, and look at the vault's firewall.",
        RequestFailedException { Status: 404 } => "there is no vault at this address (status 404): check KeyVault:Uri.",
        RequestFailedException { Status: 429 } => "it is asked too often (status 429): look who else reads it.",
        RequestFailedException { Status: > 0 and var status } => $"it answered with status {status}: look at Azure's status page.",
        // The resource that the vault's challenge names is not the vault's, or it is no vault's answer: somebody else answers there.
        InvalidOperationException or JsonException or FormatException or KeyNotFoundException => "what answers there is no vault: check KeyVault:Uri.",
        _ => "it cannot be reached: check KeyVault:Uri, and the network's way to it (a firewall, a private end point, DNS).",
    };

    /// <summary>The vault's own reason stands inside of its error: https://learn.microsoft.com/azure/key-vault/general/common-error-codes.</summary>
    private static string? InnerCodeOf(RequestFailedException refused)
    {
        try
        {
            return refused.GetRawResponse()?.Content is { } content && JsonElement.Parse(content) is { ValueKind: JsonValueKind.Object } body
                && body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("innererror", out var inner)
                ? Json.Text(inner, "code")
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
