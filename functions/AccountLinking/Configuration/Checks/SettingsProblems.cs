using System.Text.RegularExpressions;
using AccountLinking.Auth0;
using AccountLinking.Journal.Stores.Blobs;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;
using AccountLinking.Webhooks;

namespace AccountLinking.Configuration.Checks;

/// <summary>What is wrong with settings that could be read. Pure; a sentence for each, which begins with the setting's name.</summary>
internal static partial class SettingsProblems
{
    private static readonly TimeSpan MaxBudget = TimeSpan.FromSeconds(18);
    private static readonly TimeSpan MaxRecheck = TimeSpan.FromDays(30);
    private static readonly TimeSpan MinReloadInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxReloadInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan MinRetention = TimeSpan.FromDays(1);
    private static readonly TimeSpan MaxRetention = TimeSpan.FromDays(3650);

    public const string VaultAddress = "KeyVault:Uri";

    /// <summary>The setting that a sentence is about.</summary>
    public static string SubjectOf(string problem) => problem.Split(' ')[0];

    public static IEnumerable<string> Of(Auth0Options options)
    {
        var hasBaseUrl = !string.IsNullOrEmpty(options.BaseUrl);
        if (options.Domain.Length > 0 && !DomainName().IsMatch(options.Domain)) yield return "Auth0:Domain must be a domain name alone, as in name.eu.auth0.com: without https:// and without a path.";
        else if (options.Domain.Length == 0 && !hasBaseUrl) yield return "Auth0:Domain is required: the tenant's own domain, as in name.eu.auth0.com.";
        if (hasBaseUrl && !IsBaseUrl(options.BaseUrl!)) yield return "Auth0:BaseUrl must be an https address without a path, query or user, as in https://name.eu.auth0.com; plain http is taken for this machine only.";
        if (options.Issuer is { Length: > 0 } issuer && !IsIssuer(issuer)) yield return "Auth0:Issuer must be the iss of people's tokens, exactly, as in https://login.example.com/: the https address of the custom domain in lower case, with a slash at its end; leave it out where there is no custom domain.";
        if (options.ApiAudience is { Length: > 0 } audience && (audience.Any(char.IsWhiteSpace) || IsOfAuth0sOwn(audience))) yield return "Auth0:ApiAudience must be the identifier of an API of your own in Auth0, exactly, as in https://account-linking.example.com/: without white space, and none of Auth0's own (the Management API, /userinfo).";
        foreach (var problem in OfCredential("Auth0:ClientId", options.ClientId, "the client id of the machine-to-machine application, as in k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa")) yield return problem;
        foreach (var problem in OfCredential("Auth0:ClientSecret", options.ClientSecret, "the client secret of the machine-to-machine application, 64 characters that Auth0 shows beside the client id")) yield return problem;
    }

    private static IEnumerable<string> OfCredential(string name, string value, string what)
    {
        if (value.Length == 0) yield return $"{name} is required: {what}.";
        else if (value.Trim() != value) yield return $"{name} must not begin or end with white space: {what}.";
    }

    public static IEnumerable<string> Of(KeyVaultOptions options)
    {
        if (options.Uri.Length > 0 && !IsVault(options.Uri)) yield return $"{VaultAddress} must be the https address of a vault alone, as in https://name.vault.azure.net: without a path, query or user.";
        if (options.ReloadInterval < MinReloadInterval || options.ReloadInterval > MaxReloadInterval)
            yield return "KeyVault:ReloadInterval must be from 00:00:30 to 1.00:00:00, as in 00:05:00 (a plain number means days).";
    }

    private static bool IsVault(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
        && uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    public static IEnumerable<string> Of(WebhooksOptions options)
    {
        if (options.SigningSecrets.Length == 0) yield return $"Webhooks:SigningSecrets is required: at least one secret, which the Action has too. Each is {WebhookSecret.Rule}.";
        foreach (var problem in OfSecrets("Webhooks:SigningSecrets", options.SigningSecrets)) yield return problem;
        foreach (var problem in OfSecrets("Webhooks:OperationsSecrets", options.OperationsSecrets)) yield return problem;
        foreach (var (index, secret) in options.OperationsSecrets.Index())
        {
            if (options.SigningSecrets.Any(signing => WebhookSecret.AreSame(signing, secret))) yield return $"Webhooks:OperationsSecrets:{index} must be none of Webhooks:SigningSecrets: the Action must not be able to undo links. Make another, {WebhookSecret.Example}.";
        }

        if (options.Tolerance < TimeSpan.FromSeconds(1) || options.Tolerance > TimeSpan.FromHours(1))
            yield return "Webhooks:Tolerance must be from 00:00:01 to 01:00:00, as in 00:05:00 (a plain number means days).";
        if (options.Budget <= RequestBudget.WriteTime || options.Budget > MaxBudget)
            yield return "Webhooks:Budget must be more than 00:00:02, which one write needs, and at most 00:00:18, as in 00:00:06 (a plain number means days).";
    }

    private static IEnumerable<string> OfSecrets(string setting, string[] secrets)
    {
        foreach (var (index, secret) in secrets.Index())
        {
            var name = $"{setting}:{index}";
            if (!WebhookSecret.TryParse(secret, out _)) yield return $"{name} must be {WebhookSecret.Rule}.";
        }
    }

    public static IEnumerable<string> Of(LinkingOptions options) =>
        [.. OfPrimary(options), .. OfConnections(options), .. OfRest(options), .. Of(options.Ssn), .. Of(options.Email)];

    /// <param name="isInAzure">Whether the process runs in Azure Functions or App Service.</param>
    /// <param name="isKindKnown">Whether <see cref="JournalOptions.Kind"/> could be read.</param>
    public static IEnumerable<string> Of(JournalOptions options, bool isInAzure, bool isKindKnown) => [.. isKindKnown ? OfStore(options, isInAzure) : [], .. OfRecords(options)];

    private static IEnumerable<string> OfStore(JournalOptions options, bool isInAzure)
    {
        if (options.Kind == JournalKind.File)
        {
            if (isInAzure) yield return "Journal:Kind must not be File inside Azure, whose disk does not last: records would be lost, and with them metadata. Set it to Blob, and Journal:ContainerUri to a container.";
            else if (options.Path.Trim().Length == 0) yield return "Journal:Path is required while Journal:Kind is File: a folder that the service may write and that lasts, as in /var/lib/account-linking.";
        }
        else if (!Uri.TryCreate(options.ContainerUri, UriKind.Absolute, out var container) || !BlobContainer.IsContainer(container))
        {
            yield return "Journal:ContainerUri must be the address of a container while Journal:Kind is Blob, as in https://account.blob.core.windows.net/journal: https, and without a query.";
        }
    }

    private static IEnumerable<string> OfRecords(JournalOptions options)
    {
        if (options.Retention < MinRetention || options.Retention > MaxRetention) yield return "Journal:Retention must be from 1.00:00:00 to 3650.00:00:00, as in 400.00:00:00.";
        if (options.NameKey.Length == 0) yield return $"Journal:NameKey is required: {SecretBytes.Rule}.";
        else if (!SecretBytes.TryParse(options.NameKey, out _)) yield return $"Journal:NameKey must be {SecretBytes.Rule}.";
    }

    private static IEnumerable<string> OfPrimary(LinkingOptions options)
    {
        if (options is { Primary: PrimaryChoice.PreferConnections, PreferConnections: [] })
            yield return "Linking:PreferConnections must name at least one connection while Linking:Primary is PreferConnections, as in Linking:PreferConnections:0 = Username-Password-Authentication.";
        foreach (var problem in OfNames("Linking:PreferConnections", options.PreferConnections)) yield return problem;
    }

    private static IEnumerable<string> OfConnections(LinkingOptions options) => options.Connections
        .Where(connection => !ConnectionId().IsMatch(connection.Value))
        .Select(connection => $"Linking:Connections:{connection.Key} must have the connection's id: con_ and 16 letters or digits, as in con_0123456789abcdef.");

    private static IEnumerable<string> OfRest(LinkingOptions options)
    {
        if (options.RecheckAfter < TimeSpan.Zero || options.RecheckAfter > MaxRecheck) yield return "Linking:RecheckAfter must be from 00:00:00 (off) to 30.00:00:00, as in 1.00:00:00.";
    }

    private static IEnumerable<string> Of(SsnOptions options)
    {
        if (options is { Enabled: true, TrustedConnections: [] })
            yield return "Linking:Ssn:TrustedConnections must name at least one connection, as in Linking:Ssn:TrustedConnections:0 = swedish-bankid, unless Linking:Ssn:Enabled is false.";
        foreach (var problem in OfNames("Linking:Ssn:TrustedConnections", options.TrustedConnections)) yield return problem;
        foreach (var problem in OfNames("Linking:Ssn:CandidateConnections", options.CandidateConnections)) yield return problem;
        if (!MetadataKey().IsMatch(options.MetadataKey)) yield return "Linking:Ssn:MetadataKey must be one key of app_metadata, as in userSocialSecurityNumber: letters, digits, _ and -.";
        else if (OwnKeys.IsTaken(options.MetadataKey)) yield return "Linking:Ssn:MetadataKey must be a key of the tenant's own: this one is the service's or Auth0's; as in userSocialSecurityNumber.";
        foreach (var (index, claim) in options.Claims.Index())
        {
            if (claim.Length == 0) yield return $"Linking:Ssn:Claims:{index} must be the name of a claim, as in ssn.";
        }

        if (options.FingerprintKey.Length == 0) yield break;
        if (options.FingerprintKeys.Count == 0 || options.Keys.Count != options.FingerprintKeys.Count) yield return $"Linking:Ssn:FingerprintKey must be {SecretBytes.Rule}; while it is being changed, the new one, a space, and the old one.";
    }

    private static IEnumerable<string> Of(EmailOptions options)
    {
        if (options is { Mode: EmailMode.Automatic, TrustedConnections: [] })
            yield return "Linking:Email:TrustedConnections must name at least one connection while Linking:Email:Mode is Automatic, as in Linking:Email:TrustedConnections:0 = google-oauth2.";
        foreach (var problem in OfNames("Linking:Email:TrustedConnections", options.TrustedConnections)) yield return problem;
    }

    private static IEnumerable<string> OfNames(string setting, string[] names)
    {
        foreach (var (index, name) in names.Index())
        {
            if (name.Trim().Length == 0 || name.Trim() != name) yield return $"{setting}:{index} must be the exact name of a connection, as in swedish-bankid.";
            else if (name.Contains('*', StringComparison.Ordinal)) yield return $"{setting}:{index} must be the exact name of a connection, as in swedish-bankid: there are no wildcards.";
        }
    }

    /// <summary>As Auth0 writes it: it is compared letter by letter.</summary>
    private static bool IsIssuer(string text) => text.EndsWith('/') && IsOrigin(text[..^1]);

    /// <summary>An access token for whatever API of the tenant may be for /userinfo as well (https://auth0.com/docs/secure/tokens/access-tokens/get-access-tokens).</summary>
    private static bool IsOfAuth0sOwn(string audience) => audience.EndsWith("/api/v2/", StringComparison.OrdinalIgnoreCase) || audience.EndsWith("/userinfo", StringComparison.OrdinalIgnoreCase);

    private static bool IsBaseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    /// <summary>What Azure leaves in a setting when it cannot read the vault.</summary>
    public static bool IsUnresolved(string value) => value.TrimStart().StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase);

    public static string Unresolved(string name) =>
        $"{name} is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret.";

    [GeneratedRegex(@"^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DomainName();

    [GeneratedRegex(@"^con_[A-Za-z0-9]{16}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConnectionId();

    [GeneratedRegex(@"^[A-Za-z0-9_-]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetadataKey();
}
