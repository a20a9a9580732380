using AccountLinking.Configuration;
using AccountLinking.Tests.EndToEnd;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.Configuration;

/// <summary>What whoever starts the service reads, to the letter.</summary>
public sealed class SettingsTextTests
{
    private const string Sensitive = "s3cret-value";

    private static readonly Dictionary<string, string?> Bad = new()
    {
        ["WEBSITE_SITE_NAME"] = "app",
        ["AUTH0_CLIENT_SECRET"] = Sensitive,
        ["Webhook:SigningSecrets:0"] = Sensitive,
        ["LINKING-ONREFUSED"] = "Deny",
        ["SELFSERVICE_NONCEKEY"] = Sensitive,
        ["Auth0:Domain"] = "https://name.eu.auth0.com/",
        ["Auth0:ClientID"] = "id\n",
        ["Auth0:ClientSecret"] = "@Microsoft.KeyVault(SecretUri=https://name.vault.azure.net/secrets/s)",
        ["Auth0:BaseUrl"] = "http://name.eu.auth0.com",
        ["Auth0:Issuer"] = "https://login.example.com",
        ["Auth0:ApiAudience"] = "https://name.eu.auth0.com/api/v2/",
        ["Auth0:Client"] = "Sdk",
        ["Webhooks:SigningSecrets:0"] = Sensitive,
        ["Webhooks:SigningSecrets:1"] = "whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMDAx",
        ["Webhooks:OperationsSecrets:0"] = "whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMDAx",
        ["Webhooks:Tolerance"] = "a while",
        ["Webhooks:Budget"] = "6",
        ["Linking:Primary"] = "PreferConnections",
        ["Linking:OnRefuesd"] = "Deny",
        ["Linking:OnAmbiguous"] = "Ask",
        ["Linking:LinkAllMatches"] = "yes",
        ["Linking:RecheckAfter"] = "31",
        ["Linking:SizeLimit"] = "",
        ["Linking:Connections:Legacy"] = "Legacy",
        ["Linking:DryRun"] = "1",
        ["Linking:Ssn:CandidateConnections:0"] = "*",
        ["Linking:Ssn:MetadataKey"] = "crm_sync",
        ["Linking:Ssn:Claims:0"] = "",
        ["Linking:Ssn:Format"] = "Finnish",
        ["Linking:Ssn:FingerprintKey"] = Sensitive,
        ["Linking:Email"] = "Off",
        ["Linking:Email:Mode"] = "Automatic",
        ["Crm:Enabled"] = "true",
        ["Crm:Url"] = "crm.example.com",
        ["Crm:ApiKey"] = "",
        ["Crm:TimeZone"] = "CET+1",
        ["Crm:Timeout"] = "00:01:00",
        ["Crm:MaxStale"] = "-1",
        ["Crm:MaxBytes"] = "2 KB",
        ["Crm:PhoneConnections"] = "freja-eid",
        ["Crm:ExternalIdField"] = "customer.id",
        ["Crm:Namespace"] = "https://name.auth0.com/",
        ["Crm:Claims:0"] = "customer.name",
        ["Crm:ForbiddenKeys"] = "Keep",
        ["Journal:Kind"] = "File",
        ["Journal:Retention"] = "0",
        ["Journal:NameKey"] = "cmVwbGFjZS1tZS13aXRoLTMyLXRvLTY0LXJhbmRvbS1ieXRlcw==",
        ["SelfService:Conections:0"] = "google-oauth2",
        ["SelfService:Connections:0"] = "*",
        ["SelfService:Origins:0"] = "*",
        ["SelfService:RequestsPerMinute"] = "1000",
        ["SelfService:NonceKey"] = "c2FuZGJveC1ub25jZS1rZXktMDAwMDAwMDAwMDAwMDAwMQ==",
        ["KeyVault:Url"] = "https://name.vault.azure.net",
        ["KeyVault:ReloadInterval"] = "00:00:01",
    };

    private const string TextOfBad = """
        The service does not start, because of its settings:
        - Auth0:ClientSecret is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret.
        - Auth0:Domain must be a domain name alone, as in name.eu.auth0.com: without https:// and without a path.
        - Auth0:BaseUrl must be an https address without a path, query or user, as in https://name.eu.auth0.com; plain http is taken for this machine only.
        - Auth0:Issuer must be the iss of people's tokens, exactly, as in https://login.example.com/: the https address of the custom domain in lower case, with a slash at its end; leave it out where there is no custom domain.
        - Auth0:ApiAudience must be the identifier of an API of your own in Auth0, exactly, as in https://account-linking.example.com/: without white space, and none of Auth0's own (the Management API, /userinfo).
        - Auth0:ClientId must not begin or end with white space: the client id of the machine-to-machine application, as in k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa.
        - Webhooks:Tolerance must be a duration, as in 00:05:00.
        - Webhooks:SigningSecrets:0 must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'.
        - Webhooks:OperationsSecrets:0 must be none of Webhooks:SigningSecrets: the Action must not be able to undo links. Make another, as from 'echo whsec_$(openssl rand -base64 32)'.
        - Webhooks:Budget must be more than 00:00:02, which one write needs, and at most 00:00:18, as in 00:00:06 (a plain number means days).
        - Webhooks:SigningSecrets:1 must be a secret of your own inside Azure: this one is printed in the sandbox or the sample, and everybody knows it. It must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'.
        - Webhooks:OperationsSecrets:0 must be a secret of your own inside Azure: this one is printed in the sandbox or the sample, and everybody knows it. It must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'.
        - Linking:DryRun must be true or false.
        - Linking:Email is a group of settings, not one: set them one by one, as in Linking:Email:Mode.
        - Linking:LinkAllMatches must be true or false.
        - Linking:OnAmbiguous must be one of Continue, Deny.
        - Linking:OnRefuesd is not a setting: perhaps Linking:OnRefused is meant.
        - Linking:SizeLimit must be one of Warn, Refuse.
        - Linking:Ssn:Format must be one of Swedish.
        - Linking:PreferConnections must name at least one connection while Linking:Primary is PreferConnections, as in Linking:PreferConnections:0 = Username-Password-Authentication.
        - Linking:Connections:Legacy must have the connection's id: con_ and 16 letters or digits, as in con_0123456789abcdef.
        - Linking:RecheckAfter must be from 00:00:00 (off) to 30.00:00:00, as in 1.00:00:00.
        - Linking:Ssn:TrustedConnections must name at least one connection, as in Linking:Ssn:TrustedConnections:0 = swedish-bankid, unless Linking:Ssn:Enabled is false.
        - Linking:Ssn:CandidateConnections:0 must be the exact name of a connection, as in swedish-bankid: there are no wildcards.
        - Linking:Ssn:MetadataKey must be a key of the tenant's own: this one is the service's or Auth0's; as in userSocialSecurityNumber.
        - Linking:Ssn:Claims:0 must be the name of a claim, as in ssn.
        - Linking:Ssn:FingerprintKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'; while it is being changed, the new one, a space, and the old one.
        - Linking:Email:TrustedConnections must name at least one connection while Linking:Email:Mode is Automatic, as in Linking:Email:TrustedConnections:0 = google-oauth2.
        - Crm:ForbiddenKeys must be one of Rename, Refuse.
        - Crm:MaxBytes must be a whole number, as in 2048.
        - Crm:PhoneConnections is a list: its values are set as Crm:PhoneConnections:0, Crm:PhoneConnections:1 and so on.
        - Crm:Url must be an https address without a user or fragment, as in https://crm.example.com/customers; plain http is taken for this machine only.
        - Crm:ApiKey is required while Crm:Enabled is true: what the CRM knows the service by, sent as x-api-key.
        - Crm:TimeZone must be the name of an IANA time zone, as in Europe/Stockholm (capital letters count).
        - Crm:Timeout must be from 00:00:00.1 to 00:00:10, as in 00:00:03 (a plain number means days).
        - Crm:MaxStale must be from 00:00:00 (off) to 30.00:00:00, as in 2.00:00:00.
        - Crm:ExternalIdField must be the name of a field, as in externalUserId: letters, digits, _ and -; and not lastUpdate, which is the service's.
        - Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/.
        - Crm:Claims:0 must be * or the name of a field, as in name, without white space, . and $.
        - Journal:Kind must not be File inside Azure, whose disk does not last: records would be lost, and with them metadata. Set it to Blob, and Journal:ContainerUri to a container.
        - Journal:Retention must be from 1.00:00:00 to 3650.00:00:00, as in 400.00:00:00.
        - Journal:NameKey must be a secret of your own inside Azure: this one is printed in the sandbox or the sample, and everybody knows it. It must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'.
        - SelfService:Conections is not a setting: perhaps SelfService:Connections is meant.
        - SelfService:Connections:0 must be the exact name of a connection, as in swedish-bankid: there are no wildcards.
        - SelfService:Origins:0 must be an origin as browsers send it, as in https://app.example.com: scheme and host in lower case (international names as xn--…), a port only where it is not the usual one, and no path, slash at its end or wildcard; plain http is taken for this machine only.
        - SelfService:RequestsPerMinute must be from 5 to 600, as in 30.
        - SelfService:NonceKey must be a secret of your own inside Azure: this one is printed in the sandbox or the sample, and everybody knows it. It must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'.
        - KeyVault:Url is not a setting: perhaps KeyVault:Uri is meant.
        - KeyVault:ReloadInterval must be from 00:00:30 to 1.00:00:00, as in 00:05:00 (a plain number means days).
        - Auth0:Client must be Http in this host: Auth0's SDK is in the Functions app alone.
        - AUTH0_CLIENT_SECRET is set, and nothing reads it: perhaps Auth0:ClientSecret is meant.
        - LINKING-ONREFUSED is set, and nothing reads it: perhaps Linking:OnRefused is meant.
        - SELFSERVICE_NONCEKEY is set, and nothing reads it: perhaps SelfService:NonceKey is meant.
        - Webhook:SigningSecrets:0 is set, and nothing reads it: perhaps Webhooks:SigningSecrets is meant.
        In app settings and environment variables a colon is written as two underscores (Auth0__Domain), in the names of Key Vault secrets as two dashes (Auth0--ClientSecret).
        """;

    [Fact]
    public async Task Of_everything_at_once_it_is_one_text()
    {
        var failure = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(Bad));

        Assert.Equal(TextOfBad, failure.Message.ReplaceLineEndings("\n"));
        Assert.DoesNotContain(Sensitive, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AUTH0_DOMAIN", "Auth0:Domain")]
    [InlineData("Webhooks_Budget", "Webhooks:Budget")]
    [InlineData("SelfServise:Origins:0", "SelfService:Origins")]
    [InlineData("AUTH0_API_AUDIENCE", "Auth0:ApiAudience")]
    [InlineData("WEBHOOKS_SIGNINGSECRETS_1", "Webhooks:SigningSecrets")]
    [InlineData("Linking.OnRefused", "Linking:OnRefused")]
    [InlineData("Linkin:OnRefused", "Linking:OnRefused")]
    [InlineData("Linkng:Ssn:TrustedConnections:0", "Linking:Ssn:TrustedConnections")]
    [InlineData("Jounral:Path", "Journal:Path")]
    [InlineData("LINKING_SSN:FINGERPRINTKEY", "Linking:Ssn:FingerprintKey")]
    [InlineData("WEBHOOKS_SIGNINGSECRETS:0", "Webhooks:SigningSecrets")]
    public async Task What_was_perhaps_meant_for_it_is_a_warning(string name, string meant)
    {
        using var log = new LogSink();

        await StartAsync(new(GoodSettings.All) { [name] = Sensitive }, log);

        Assert.Contains(log.Lines, line => line.StartsWith($"{name} is set, and nothing reads it: perhaps {meant} is meant.", StringComparison.Ordinal));
        Assert.Equal(["6000"], log.Events);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Sensitive, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AzureWebJobsStorage", "x")]
    [InlineData("Logging:LogLevel:Default", "Debug")]
    [InlineData("ConnectionStrings:Crm", "x")]
    [InlineData("AUTH0_SOMETHING", "x")]
    [InlineData("Links:Primary", "x")]
    public async Task Of_what_others_have_set_nothing_is_said(string name, string value)
    {
        using var log = new LogSink();

        await StartAsync(new(GoodSettings.All) { [name] = value }, log);

        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData("Webhooks:SigningSecrets:0", "whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMDAx")]
    [InlineData("Webhooks:OperationsSecrets:0", "whsec_cmVwbGFjZS1tZS10b28td2l0aC0yNC10by02NC1yYW5kb20tYnl0ZXM=")]
    [InlineData("Linking:Ssn:FingerprintKey", "c2FuZGJveC1maW5nZXJwcmludC1rZXktMDAwMDAwMDE=")]
    [InlineData("Journal:NameKey", "c2FuZGJveC1qb3VybmFsLW5hbWUta2V5LTAwMDAwMDAwMDE=")]
    [InlineData("Auth0:ClientSecret", "sandbox-secret")]
    [InlineData("SelfService:NonceKey", "c2FuZGJveC1ub25jZS1rZXktMDAwMDAwMDAwMDAwMDAwMQ==")]
    [InlineData("SelfService:NonceKey", "cmVwbGFjZS1tZS13aXRoLTMyLXRvLTY0LXJhbmRvbS1ieXRlcw==")]
    [InlineData("Crm:ApiKey", "key-of-the-crm")]
    public async Task A_secret_that_everybody_knows_is_none_inside_Azure(string name, string secret)
    {
        Dictionary<string, string?> settings = new(GoodSettings.All) { [name] = secret };
        await StartAsync(settings);
        if (name.StartsWith("Crm:", StringComparison.Ordinal)) (settings["Crm:Enabled"], settings["Crm:Url"], settings["Crm:Namespace"]) = ("true", "https://crm.example.com/", "https://crm.example.com/");
        (settings["WEBSITE_SITE_NAME"], settings["Journal:Kind"], settings["Journal:ContainerUri"]) = ("app", "Blob", "https://account.blob.core.windows.net/journal");

        var failure = await Assert.ThrowsAsync<SettingsException>(() => StartAsync(settings));

        Assert.Equal(
            $"{name} must be a secret of your own inside Azure: this one is printed in the sandbox or the sample, and everybody knows it.", Assert.Single(failure.Problems).Split(" It must be ")[0]);
    }

    private static async Task StartAsync(Dictionary<string, string?> settings, LogSink? log = null)
    {
        var services = new ServiceCollection().AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        if (log is not null) services.AddSingleton<ILoggerProvider>(log);
        await using var provider = services.BuildServiceProvider();
        await provider.GetServices<IHostedService>().OfType<StartUp>().Single().StartingAsync(TestContext.Current.CancellationToken);
    }
}
