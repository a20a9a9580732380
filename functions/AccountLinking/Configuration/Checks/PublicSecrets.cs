using System.Text;
using AccountLinking.Webhooks;

namespace AccountLinking.Configuration.Checks;

/// <summary>
/// The secrets of the sandbox and of <c>local.settings.sample.json</c> are printed for everybody to read. On a laptop that is what they are for; in Azure
/// whoever knows them could call the service.
/// </summary>
internal static class PublicSecrets
{
    private const string WebhookPrefix = "whsec_";

    /// <summary>Those that others make.</summary>
    private static readonly string[] Plain = ["its secret", "sandbox-secret", "sandbox-admin-secret", "key-of-the-crm", "sandbox-crm-key"];

    /// <summary>What all the others begin with, decoded.</summary>
    private static readonly string[] Beginnings = ["replace-me-", "sandbox-"];

    public static IEnumerable<string> In(WebhooksOptions options) => In(
    [
        .. options.SigningSecrets.Index().Select(secret => ($"Webhooks:SigningSecrets:{secret.Index}", secret.Item)),
        .. options.OperationsSecrets.Index().Select(secret => ($"Webhooks:OperationsSecrets:{secret.Index}", secret.Item)),
    ]);

    public static IEnumerable<string> In(Auth0Options options) => InPlain("Auth0:ClientSecret", options.ClientSecret);

    public static IEnumerable<string> In(CrmOptions options) => InPlain("Crm:ApiKey", options.ApiKey);

    public static IEnumerable<string> In(LinkingOptions options) => In([.. options.Ssn.FingerprintKeys.Select(key => ("Linking:Ssn:FingerprintKey", key))]);

    public static IEnumerable<string> In(JournalOptions options) => In([("Journal:NameKey", options.NameKey)]);

    public static IEnumerable<string> In(SelfServiceOptions options) => In([("SelfService:NonceKey", options.NonceKey)]);

    private static IEnumerable<string> InPlain(string name, string secret) =>
        Plain.Contains(secret, StringComparer.Ordinal) ? [$"{name} must be a secret of your own inside Azure: this one is printed in the sandbox or the sample, and everybody knows it."] : [];

    private static IEnumerable<string> In(IEnumerable<(string Name, string Secret)> secrets) => secrets.Where(secret => IsPublic(secret.Secret)).Select(secret =>
        $"{secret.Name} must be a secret of your own inside Azure: this one is printed in the sandbox or the sample, and everybody knows it. It must be {(IsOfWebhooks(secret.Secret) ? WebhookSecret.Rule : SecretBytes.Rule)}.");

    private static bool IsOfWebhooks(string secret) => secret.StartsWith(WebhookPrefix, StringComparison.Ordinal);

    private static bool IsPublic(string secret)
    {
        var base64 = IsOfWebhooks(secret) ? secret[WebhookPrefix.Length..] : secret;
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length)
            && Array.Exists(Beginnings, beginning => Encoding.UTF8.GetString(bytes, 0, length).StartsWith(beginning, StringComparison.Ordinal));
    }
}
