using AccountLinking.Configuration;

namespace AccountLinking.Webhooks;

/// <summary>Who may ask, by the secrets that sign.</summary>
/// <param name="Setting">What they are called.</param>
internal sealed record WebhookCaller(string Setting, SecretUse Use, Func<WebhooksOptions, string[]> SecretsIn)
{
    public static WebhookCaller Action { get; } = new("Webhooks:SigningSecrets", SecretUse.Signing, static options => options.SigningSecrets);

    public static WebhookCaller Operations { get; } = new("Webhooks:OperationsSecrets", SecretUse.Operations, static options => options.OperationsSecrets);
}
