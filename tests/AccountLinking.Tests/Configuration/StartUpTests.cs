using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Tests.Configuration;

/// <summary>What the service says of wrong settings when it starts: all of it at once, by the settings' names, without their values.</summary>
public sealed class StartUpTests
{
    private const string Sensitive = "s3cret-value";

    private static readonly Dictionary<string, string?> Good = new(GoodSettings.All)
    {
        ["Crm:Enabled"] = "true",
        ["Crm:Url"] = "https://crm.example.com/customers?code=abc",
        ["Crm:ApiKey"] = "key",
        ["Crm:Namespace"] = "https://crm.example.com/",
    };

    public static TheoryData<string, string?, string> Wrong => new()
    {
        { "Auth0:Domain", null, "Auth0:Domain is required: the tenant's own domain, as in name.eu.auth0.com." },
        { "Auth0:Domain", "https://name.eu.auth0.com", "Auth0:Domain must be a domain name alone, as in name.eu.auth0.com: without https:// and without a path." },
        { "Auth0:Domain", "name.eu.auth0.com/", "Auth0:Domain must be a domain name alone, as in name.eu.auth0.com: without https:// and without a path." },
        { "Auth0:Domain", "name.eu.auth0.com\n", "Auth0:Domain must be a domain name alone, as in name.eu.auth0.com: without https:// and without a path." },
        { "Auth0:Domain", "localhost", "Auth0:Domain must be a domain name alone, as in name.eu.auth0.com: without https:// and without a path." },
        { "Auth0:ClientId", null, "Auth0:ClientId is required: the client id of the machine-to-machine application, as in k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa." },
        { "Auth0:ClientSecret", "", "Auth0:ClientSecret is required: the client secret of the machine-to-machine application, 64 characters that Auth0 shows beside the client id." },
        { "Auth0:ClientSecret", "secret\n", "Auth0:ClientSecret must not begin or end with white space: the client secret of the machine-to-machine application, 64 characters that Auth0 shows beside the client id." },
        { "Auth0:ClientId", "@Microsoft.KeyVault(x)", "Auth0:ClientId is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Auth0:ClientSecret", "@Microsoft.KeyVault(SecretUri=https://v/s)", "Auth0:ClientSecret is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Auth0:BaseUrl", "http://example.com", "Auth0:BaseUrl must be an https address without a path, query or user, as in https://name.eu.auth0.com; plain http is taken for this machine only." },
        { "Auth0:BaseUrl", "https://example.com/tenant", "Auth0:BaseUrl must be an https address without a path, query or user, as in https://name.eu.auth0.com; plain http is taken for this machine only." },
        { "Auth0:BaseUrl", "https://a:b@example.com", "Auth0:BaseUrl must be an https address without a path, query or user, as in https://name.eu.auth0.com; plain http is taken for this machine only." },
        { "Auth0:BaseUrl", "ftp://127.0.0.1", "Auth0:BaseUrl must be an https address without a path, query or user, as in https://name.eu.auth0.com; plain http is taken for this machine only." },
        { "Auth0:Secret", Sensitive, "Auth0:Secret is not a setting: those of Auth0 are Domain, ClientId, ClientSecret, BaseUrl, Issuer, ApiAudience, Client." },
        { "Linking:RecheckAfter", "daily", "Linking:RecheckAfter must be a duration, as in 1.00:00:00." },
        { "Journal:Kind", "Blobs", "Journal:Kind must be one of File, Blob." },
        { "Linking:OnRefuesd", "Deny", "Linking:OnRefuesd is not a setting: perhaps Linking:OnRefused is meant." },
        { "Linking:Mail:Mode", "Off", "Linking:Mail is not a setting: perhaps Linking:Email is meant." },
        { "KeyVault:ReloadInterval", "00:00:29", "KeyVault:ReloadInterval must be from 00:00:30 to 1.00:00:00, as in 00:05:00 (a plain number means days)." },
        { "KeyVault:ReloadInterval", "5", "KeyVault:ReloadInterval must be from 00:00:30 to 1.00:00:00, as in 00:05:00 (a plain number means days)." },
        { "KeyVault:Url", "https://name.vault.azure.net", "KeyVault:Url is not a setting: perhaps KeyVault:Uri is meant." },
        { "Auth0:Client", "Rest", "Auth0:Client must be one of Http, Sdk." },
        { "Auth0:Client", "Sdk", "Auth0:Client must be Http in this host: Auth0's SDK is in the Functions app alone." },
        { "Linking:Primary", "Newest", "Linking:Primary must be one of Oldest, Existing, PreferConnections." },
        { "Linking:Primary", "1", "Linking:Primary must be one of Oldest, Existing, PreferConnections." },
        { "Linking:Primary", "PreferConnections", "Linking:PreferConnections must name at least one connection while Linking:Primary is PreferConnections, as in Linking:PreferConnections:0 = Username-Password-Authentication." },
        { "Linking:OnRefused", "Ask", "Linking:OnRefused must be one of Continue, Deny." },
        { "Linking:OnAmbiguous", "", "Linking:OnAmbiguous must be one of Continue, Deny." },
        { "Linking:RecheckAfter", "-00:00:01", "Linking:RecheckAfter must be from 00:00:00 (off) to 30.00:00:00, as in 1.00:00:00." },
        { "Linking:RecheckAfter", "31.00:00:00", "Linking:RecheckAfter must be from 00:00:00 (off) to 30.00:00:00, as in 1.00:00:00." },
        { "Linking:Connections:db", "db", "Linking:Connections:db must have the connection's id: con_ and 16 letters or digits, as in con_0123456789abcdef." },
        { "Linking:Connections", "con_0123456789abcdef", "Linking:Connections is a map: its values are set by their names, as in Linking:Connections:name, or as name=value at Linking:Connections:0 and so on." },
        { "Linking:LinkAllMatches", "2", "Linking:LinkAllMatches must be true or false." },
        { "Linking:SizeLimit", "Ignore", "Linking:SizeLimit must be one of Warn, Refuse." },
        { "Linking:DryRun", "maybe", "Linking:DryRun must be true or false." },
        { "Linking:PreferConnections:0", "a*", "Linking:PreferConnections:0 must be the exact name of a connection, as in swedish-bankid: there are no wildcards." },
    };

    public static TheoryData<string, string?, string> WrongOfWebhooks => new()
    {
        { "Webhooks:SigningSecrets:0", null, "Webhooks:SigningSecrets is required: at least one secret, which the Action has too. Each is whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:SigningSecrets:0", Sensitive, "Webhooks:SigningSecrets:0 must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:SigningSecrets:1", "whsec_YQ==", "Webhooks:SigningSecrets:1 must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:SigningSecrets:1", "whsec_" + Convert.ToBase64String(new byte[65]), "Webhooks:SigningSecrets:1 must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:SigningSecrets:1", "@Microsoft.KeyVault(x)", "Webhooks:SigningSecrets:1 is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Webhooks:SigningSecrets", Sensitive, "Webhooks:SigningSecrets is a list: its values are set as Webhooks:SigningSecrets:0, Webhooks:SigningSecrets:1 and so on." },
        { "Webhooks:OperationsSecrets:0", " whsec_ng9Kk6bn3Fl2 bKZ8o2xV1mXyO0bqYw7B\n", "Webhooks:OperationsSecrets:0 must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:OperationsSecrets:0", "whsec_ng9Kk6bn3Fl2 bKZ8o2xV1mXyO0bqYw7B\n", "Webhooks:OperationsSecrets:0 must be none of Webhooks:SigningSecrets: the Action must not be able to undo links. Make another, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:OperationsSecrets:0", Sensitive, "Webhooks:OperationsSecrets:0 must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:OperationsSecrets:0", "@Microsoft.KeyVault(x)", "Webhooks:OperationsSecrets:0 is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Webhooks:OperationsSecrets:0", "whsec_ng9Kk6bn3Fl2bKZ8o2xV1mXyO0bqYw7B", "Webhooks:OperationsSecrets:0 must be none of Webhooks:SigningSecrets: the Action must not be able to undo links. Make another, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:Tolerance", "00:00:00", "Webhooks:Tolerance must be from 00:00:01 to 01:00:00, as in 00:05:00 (a plain number means days)." },
        { "Webhooks:Tolerance", "5", "Webhooks:Tolerance must be from 00:00:01 to 01:00:00, as in 00:05:00 (a plain number means days)." },
        { "Webhooks:Budget", "5:00", "Webhooks:Budget must be a duration, as in 00:00:06." },
        { "Webhooks:Tolerance", "5:00", "Webhooks:Tolerance must be a duration, as in 00:05:00." },
        { "Webhooks:SigningSecrets:0", "@Microsoft.KeyVault(x)", "Webhooks:SigningSecrets:0 is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Webhooks:SigningSecrets:3", Sensitive, "Webhooks:SigningSecrets:3 must be whsec_ followed by the base64 of 24 to 64 random bytes, as from 'echo whsec_$(openssl rand -base64 32)'." },
        { "Webhooks:Tolerance", "soon", "Webhooks:Tolerance must be a duration, as in 00:05:00." },
        { "Webhooks:Tolerence", "00:05:00", "Webhooks:Tolerence is not a setting: perhaps Webhooks:Tolerance is meant." },
        { "Webhooks:Budget", "@Microsoft.KeyVault(x)", "Webhooks:Budget is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Webhooks:Budget", "00:00:02", "Webhooks:Budget must be more than 00:00:02, which one write needs, and at most 00:00:18, as in 00:00:06 (a plain number means days)." },
        { "Webhooks:Budget", "6", "Webhooks:Budget must be more than 00:00:02, which one write needs, and at most 00:00:18, as in 00:00:06 (a plain number means days)." },
    };

    public static TheoryData<string, string?, string> WrongOfRules => new()
    {
        { "Journal:Kind", "Memory", "Journal:Kind must be one of File, Blob." },
        { "Journal:Kind", "Blob", "Journal:ContainerUri must be the address of a container while Journal:Kind is Blob, as in https://account.blob.core.windows.net/journal: https, and without a query." },
        { "Journal:Path", " ", "Journal:Path is required while Journal:Kind is File: a folder that the service may write and that lasts, as in /var/lib/account-linking." },
        { "WEBSITE_INSTANCE_ID", "0123", "Journal:Kind must not be File inside Azure, whose disk does not last: records would be lost, and with them metadata. Set it to Blob, and Journal:ContainerUri to a container." },
        { "WEBSITE_SITE_NAME", "0123", "Journal:Kind must not be File inside Azure, whose disk does not last: records would be lost, and with them metadata. Set it to Blob, and Journal:ContainerUri to a container." },
        { "WEBSITE_POD_NAME", "0123", "Journal:Kind must not be File inside Azure, whose disk does not last: records would be lost, and with them metadata. Set it to Blob, and Journal:ContainerUri to a container." },
        { "CONTAINER_APP_NAME", "0123", "Journal:Kind must not be File inside Azure, whose disk does not last: records would be lost, and with them metadata. Set it to Blob, and Journal:ContainerUri to a container." },
        { "Journal:Retention", "0.23:59:59", "Journal:Retention must be from 1.00:00:00 to 3650.00:00:00, as in 400.00:00:00." },
        { "Journal:Retention", "3650.00:00:01", "Journal:Retention must be from 1.00:00:00 to 3650.00:00:00, as in 400.00:00:00." },
        { "Journal:NameKey", null, "Journal:NameKey is required: the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'." },
        { "Journal:NameKey", Sensitive, "Journal:NameKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'." },
        { "Journal:NameKey", "@Microsoft.KeyVault(x)", "Journal:NameKey is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Journal:Pathh", "x", "Journal:Pathh is not a setting: perhaps Journal:Path is meant." },
        { "Linking:Email:Mode", "On", "Linking:Email:Mode must be one of Off, Suggest, Automatic." },
        { "Linking:Email:Mode", "Automatic", "Linking:Email:TrustedConnections must name at least one connection while Linking:Email:Mode is Automatic, as in Linking:Email:TrustedConnections:0 = google-oauth2." },
        { "Linking:Email:TrustedConnections:0", "*", "Linking:Email:TrustedConnections:0 must be the exact name of a connection, as in swedish-bankid: there are no wildcards." },
        { "Linking:Email:TrustedConnections:0", "google-oauth2 ", "Linking:Email:TrustedConnections:0 must be the exact name of a connection, as in swedish-bankid." },
        { "Linking:Email:Trusted:0", "google-oauth2", "Linking:Email:Trusted is not a setting: those of Linking:Email are Mode, TrustedConnections." },
        { "Linking:Ssn:FingerprintKey", Sensitive, "Linking:Ssn:FingerprintKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'; while it is being changed, the new one, a space, and the old one." },
        { "Linking:Ssn:FingerprintKey", Convert.ToBase64String(new byte[31]), "Linking:Ssn:FingerprintKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'; while it is being changed, the new one, a space, and the old one." },
        { "Linking:Ssn:FingerprintKey", Convert.ToBase64String(new byte[65]), "Linking:Ssn:FingerprintKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'; while it is being changed, the new one, a space, and the old one." },
        { "Linking:Ssn:FingerprintKey", "@Microsoft.KeyVault(x)", "Linking:Ssn:FingerprintKey is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Linking:Ssn:FingerprintKey", " ", "Linking:Ssn:FingerprintKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'; while it is being changed, the new one, a space, and the old one." },
        { "Linking:Ssn:FingerprintKey", "MzRmZDM2YzI5N2QyNGU5YjkwYjRkZGYzNmU5NDc1ZmE= x", "Linking:Ssn:FingerprintKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'; while it is being changed, the new one, a space, and the old one." },
        { "Linking:Ssn:MetadataKey", "ssn_fingerprint", "Linking:Ssn:MetadataKey must be a key of the tenant's own: this one is the service's or Auth0's; as in userSocialSecurityNumber." },
        { "Linking:Ssn:MetadataKey", "user_id", "Linking:Ssn:MetadataKey must be a key of the tenant's own: this one is the service's or Auth0's; as in userSocialSecurityNumber." },
        { "Linking:Ssn", "on", "Linking:Ssn is a group of settings, not one: set them one by one, as in Linking:Ssn:Enabled." },
        { "Linking:Ssn:TrustedConection:0", "x", "Linking:Ssn:TrustedConection is not a setting: perhaps Linking:Ssn:TrustedConnections is meant." },
        { "Linking:Ssn:ClaimNames:0", "x", "Linking:Ssn:ClaimNames is not a setting: those of Linking:Ssn are Enabled, TrustedConnections, CandidateConnections, MetadataKey, Claims, Format, FingerprintKey." },
        { "Linking:Ssn:TrustedConnections:0", null, "Linking:Ssn:TrustedConnections must name at least one connection, as in Linking:Ssn:TrustedConnections:0 = swedish-bankid, unless Linking:Ssn:Enabled is false." },
        { "Linking:Ssn:TrustedConnections:1", "*", "Linking:Ssn:TrustedConnections:1 must be the exact name of a connection, as in swedish-bankid: there are no wildcards." },
        { "Linking:Ssn:TrustedConnections:1", " swedish-bankid", "Linking:Ssn:TrustedConnections:1 must be the exact name of a connection, as in swedish-bankid." },
        { "Linking:Ssn:TrustedConnections:1:Name", "x", "Linking:Ssn:TrustedConnections:1 is a single value, and there are settings below it: leave those out." },
        { "Linking:Ssn:CandidateConnections:0", "", "Linking:Ssn:CandidateConnections:0 must be the exact name of a connection, as in swedish-bankid." },
        { "Linking:Ssn:MetadataKey", "a.b", "Linking:Ssn:MetadataKey must be one key of app_metadata, as in userSocialSecurityNumber: letters, digits, _ and -." },
        { "Linking:Ssn:MetadataKey", "a:* OR b", "Linking:Ssn:MetadataKey must be one key of app_metadata, as in userSocialSecurityNumber: letters, digits, _ and -." },
        { "Linking:Ssn:MetadataKey", "", "Linking:Ssn:MetadataKey must be one key of app_metadata, as in userSocialSecurityNumber: letters, digits, _ and -." },
        { "Linking:Ssn:Claims:0", "", "Linking:Ssn:Claims:0 must be the name of a claim, as in ssn." },
        { "Linking:Ssn:Format", "Norwegian", "Linking:Ssn:Format must be one of Swedish." },
        { "Linking:Ssn:Enabled", "yes", "Linking:Ssn:Enabled must be true or false." },
    };

    public static TheoryData<string, string?, string> WrongOfTheCrm => new()
    {
        { "Crm:Url", null, "Crm:Url is required while Crm:Enabled is true: where the CRM is asked, as in https://crm.example.com/customers." },
        { "Crm:Url", "http://crm.example.com", "Crm:Url must be an https address without a user or fragment, as in https://crm.example.com/customers; plain http is taken for this machine only." },
        { "Crm:Url", "crm.example.com", "Crm:Url must be an https address without a user or fragment, as in https://crm.example.com/customers; plain http is taken for this machine only." },
        { "Crm:Url", "https://a:b@crm.example.com", "Crm:Url must be an https address without a user or fragment, as in https://crm.example.com/customers; plain http is taken for this machine only." },
        { "Crm:Url", "https://crm.example.com#a", "Crm:Url must be an https address without a user or fragment, as in https://crm.example.com/customers; plain http is taken for this machine only." },
        { "Crm:ApiKey", null, "Crm:ApiKey is required while Crm:Enabled is true: what the CRM knows the service by, sent as x-api-key." },
        { "Crm:ApiKey", "@Microsoft.KeyVault(x)", "Crm:ApiKey is an unresolved Key Vault reference, which Azure alone resolves: check that the app's identity may read the vault, and the name of the secret." },
        { "Crm:ApiKey", Sensitive + "\n", "Crm:ApiKey must be visible ASCII characters: it is sent as a header, without a line break at its end." },
        { "Crm:ApiKey", "nyckel-å", "Crm:ApiKey must be visible ASCII characters: it is sent as a header, without a line break at its end." },
        { "Crm:TimeZone", "Europe/Stockhom", "Crm:TimeZone must be the name of an IANA time zone, as in Europe/Stockholm (capital letters count)." },
        { "Crm:TimeZone", "europe/stockholm", "Crm:TimeZone must be the name of an IANA time zone, as in Europe/Stockholm (capital letters count)." },
        { "Crm:TimeZone", "W. Europe Standard Time", "Crm:TimeZone must be the name of an IANA time zone, as in Europe/Stockholm (capital letters count)." },
        { "Crm:TimeZone", "", "Crm:TimeZone must be the name of an IANA time zone, as in Europe/Stockholm (capital letters count)." },
        { "Crm:Timeout", "00:00:00.09", "Crm:Timeout must be from 00:00:00.1 to 00:00:10, as in 00:00:03 (a plain number means days)." },
        { "Crm:Timeout", "3", "Crm:Timeout must be from 00:00:00.1 to 00:00:10, as in 00:00:03 (a plain number means days)." },
        { "Crm:MaxStale", "-00:00:01", "Crm:MaxStale must be from 00:00:00 (off) to 30.00:00:00, as in 2.00:00:00." },
        { "Crm:MaxStale", "30.00:00:01", "Crm:MaxStale must be from 00:00:00 (off) to 30.00:00:00, as in 2.00:00:00." },
        { "Crm:MaxBytes", "63", "Crm:MaxBytes must be from 64 to 8192, as in 2048." },
        { "Crm:MaxBytes", "8193", "Crm:MaxBytes must be from 64 to 8192, as in 2048." },
        { "Crm:MaxBytes", "2 KB", "Crm:MaxBytes must be a whole number, as in 2048." },
        { "Crm:PhoneConnections:0", "*", "Crm:PhoneConnections:0 must be the exact name of a connection, as in swedish-bankid: there are no wildcards." },
        { "Crm:PhoneConnections:0", "freja-eid ", "Crm:PhoneConnections:0 must be the exact name of a connection, as in swedish-bankid." },
        { "Crm:ExternalIdField", "", "Crm:ExternalIdField must be the name of a field, as in externalUserId: letters, digits, _ and -; and not lastUpdate, which is the service's." },
        { "Crm:ExternalIdField", "id.of", "Crm:ExternalIdField must be the name of a field, as in externalUserId: letters, digits, _ and -; and not lastUpdate, which is the service's." },
        { "Crm:ExternalIdField", "lastUpdate", "Crm:ExternalIdField must be the name of a field, as in externalUserId: letters, digits, _ and -; and not lastUpdate, which is the service's." },
        { "Crm:Namespace", null, "Crm:Namespace is required while Crm:Enabled is true: an address of your own that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Namespace", "https://crm.example.com", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Namespace", "crm/", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Namespace", "urn:crm/", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Namespace", "https://Name.EU.auth0.com/", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Namespace", "https://webtask.io/", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Namespace", "https://crm.example.com/?a=/", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Claims:0", "", "Crm:Claims:0 must be * or the name of a field, as in name, without white space, . and $." },
        { "Crm:Claims:0", "first name", "Crm:Claims:0 must be * or the name of a field, as in name, without white space, . and $." },
        { "Crm:TimeZone", "UTC+05:30", "Crm:TimeZone must be the name of an IANA time zone, as in Europe/Stockholm (capital letters count)." },
        { "Crm:Namespace", "HTTPS://crm.example.com/", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Namespace", "https:\\\\crm.example.com/", "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/." },
        { "Crm:Claims:0", "a.b", "Crm:Claims:0 must be * or the name of a field, as in name, without white space, . and $." },
        { "Crm:Claims:0", "lastUpdate", "Crm:Claims:0 must be * or the name of a field, as in name, without white space, . and $." },
        { "Crm:ForbiddenKeys", "Drop", "Crm:ForbiddenKeys must be one of Rename, Refuse." },
        { "Crm:Enabled", "on", "Crm:Enabled must be true or false." },
        { "Crm:Key", Sensitive, "Crm:Key is not a setting: those of Crm are Enabled, Url, ApiKey, TimeZone, Timeout, MaxStale, MaxBytes, PhoneConnections, ExternalIdField, Namespace, Claims, ForbiddenKeys." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    [MemberData(nameof(WrongOfWebhooks))]
    [MemberData(nameof(WrongOfRules))]
    [MemberData(nameof(WrongOfTheCrm))]
    public void Names_the_setting_that_is_wrong_and_says_how(string setting, string? value, string problem)
    {
        var failure = Assert.Single(Problems(With((setting, value))));

        Assert.Equal(problem, failure);
        Assert.DoesNotContain(Sensitive, failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_all_of_them_at_once()
    {
        var problems = Problems(With(("Auth0:ClientId", null), ("Auth0:ClientSecret", null), ("Webhooks:Budget", "x"), ("Webhooks:Tolerence", "x"), ("Linking:Primary", "x"), ("Linking:Ssn:Format", "x")));

        Assert.Equal(
            ["Auth0:ClientId", "Auth0:ClientSecret", "Linking:Primary", "Linking:Ssn:Format", "Webhooks:Budget", "Webhooks:Tolerence"],
            problems.Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_each_item_of_a_list_by_its_own_name_and_hides_none_behind_another()
    {
        var problems = Problems(With(
            ("Webhooks:SigningSecrets:0", "@Microsoft.KeyVault(x)"), ("Webhooks:SigningSecrets:1", "whsec_ng9Kk6bn3Fl2bKZ8o2xV1mXyO0bqYw7B"), ("Webhooks:SigningSecrets:5", "x"),
            ("Linking:Ssn:TrustedConnections:0", null), ("Linking:Ssn:TrustedConnections:2", "*"), ("Linking:Ssn:TrustedConnections:7", "b*")));

        Assert.Equal(
            ["Linking:Ssn:TrustedConnections:2", "Linking:Ssn:TrustedConnections:7", "Webhooks:SigningSecrets:0", "Webhooks:SigningSecrets:5"],
            problems.Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Says_what_a_CRM_lacks_also_where_its_switch_cannot_be_read() => Assert.Equal(
        ["Crm:ApiKey", "Crm:Enabled", "Crm:Url"],
        Problems(With(("Crm:Enabled", "yes"), ("Crm:Url", null), ("Crm:ApiKey", null))).Select(problem => problem.Split(' ')[0]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Webhooks:SigningSecrets:4", "whsec_9yYtqHn0v3hXc5mZK2r7sW1pLd8uEg4a")]
    [InlineData("Linking:RecheckAfter", "0")]
    [InlineData("Linking:Ssn:FingerprintKey", "MzRmZDM2YzI5N2QyNGU5YjkwYjRkZGYzNmU5NDc1ZmE=  MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")]
    [InlineData("Journal:ContainerUri", "x")]
    [InlineData("Linking:Email:Mode", "Off")]
    [InlineData("Linking:Ssn:FingerprintKey", "")]
    [InlineData("Linking:Ssn:FingerprintKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")]
    [InlineData("Linking:DryRun", "true")]
    [InlineData("Linking:LinkAllMatches", "true")]
    [InlineData("Linking:SizeLimit", "refuse")]
    [InlineData("linking:ssn:enabled", "FALSE")]
    [InlineData("Crm:Url", "http://127.0.0.1:4020/customers")]
    [InlineData("Crm:Claims:0", "*")]
    [InlineData("Crm:Claims:0", "förnamn")]
    [InlineData("Crm:TimeZone", "Europe/Stockholm")]
    [InlineData("Crm:MaxStale", "00:00:00")]
    [InlineData("Crm:Namespace", "https://notauth0.com/")]
    [InlineData("Auth0:BaseUrl", "http://127.0.0.1:4010/")]
    [InlineData("Auth0:BaseUrl", "")]
    public void Says_nothing_of_what_is_right(string setting, string value) => Assert.Empty(Problems(With((setting, value))));

    [Fact]
    public void Has_the_defaults_that_are_documented()
    {
        using var services = Compose(Good);

        var (webhooks, linking) = (services.GetRequiredService<IOptions<WebhooksOptions>>().Value, services.GetRequiredService<IOptions<LinkingOptions>>().Value);

        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(6)), (webhooks.Tolerance, webhooks.Budget));
        Assert.Equal((PrimaryChoice.Oldest, LoginPolicy.Continue, LoginPolicy.Continue, TimeSpan.FromDays(1)), (linking.Primary, linking.OnAmbiguous, linking.OnRefused, linking.RecheckAfter));
        Assert.Equal((true, "userSocialSecurityNumber", NationalIdFormat.Swedish), (linking.Ssn.Enabled, linking.Ssn.MetadataKey, linking.Ssn.Format));
        Assert.Equal((EmailMode.Suggest, SizeLimit.Warn, false, false), (linking.Email.Mode, linking.SizeLimit, linking.LinkAllMatches, linking.DryRun));
        Assert.Equal(["ssn"], linking.Ssn.ClaimNames);
        Assert.Empty(linking.Ssn.Keys);

        var crm = services.GetRequiredService<IOptions<CrmOptions>>().Value;
        Assert.Equal(("UTC", TimeSpan.FromSeconds(3), TimeSpan.FromDays(2), 2048), (crm.TimeZone, crm.Timeout, crm.MaxStale, crm.MaxBytes));
        Assert.Equal(("externalUserId", ForbiddenKeys.Rename), (crm.ExternalIdField, crm.ForbiddenKeys));
        Assert.Equal(["*", "name"], crm.ClaimFields);
    }

    [Fact]
    public void Without_a_CRM_nothing_of_it_is_required() =>
        Assert.Empty(Problems(With(("Crm:Enabled", null), ("Crm:Url", null), ("Crm:ApiKey", null), ("Crm:Namespace", null))));

    [Fact]
    public void Takes_claims_in_place_of_the_default_and_not_beside_it()
    {
        using var services = Compose(With(("Linking:Ssn:Claims:0", "pnr")));

        Assert.Equal(["pnr"], services.GetRequiredService<IOptions<LinkingOptions>>().Value.Ssn.ClaimNames);
    }

    private static Dictionary<string, string?> With(params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (name, value) in changes)
        {
            if (value is null) settings.Remove(name);
            else settings[name] = value;
        }

        return settings;
    }

    private static IReadOnlyList<string> Problems(Dictionary<string, string?> settings)
    {
        using var services = Compose(settings);
        return services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true);
    }

    private static ServiceProvider Compose(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
}
