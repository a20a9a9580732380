namespace AccountLinking.Sandbox.Hosting;

/// <summary>How the service and the Action are set up in the sandbox. The command line overrides the service's settings.</summary>
public static class ServiceDefaults
{
    public const string SigningSecret = "whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMDAx";

    public const string OperationsSecret = "whsec_c2FuZGJveC1vcGVyYXRpb25zLXNlY3JldC0wMQ==";

    /// <summary>The secret of the Action that says where the service is.</summary>
    public const string ServiceAddressName = "ACCOUNT_LINKING_URL";

    /// <summary>The secret of the Action that signs its requests.</summary>
    public const string SigningSecretName = "ACCOUNT_LINKING_SIGNING_SECRET";

    /// <summary>The secret of the Action that says what it does.</summary>
    public const string FeaturesName = "ACCOUNT_LINKING_FEATURES";

    public static IReadOnlyDictionary<string, string?> Settings(Uri tenant, string journal) => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
    {
        ["Auth0:BaseUrl"] = tenant.AbsoluteUri,
        ["Auth0:ClientId"] = "sandbox-client",
        ["Auth0:ClientSecret"] = "sandbox-secret",
        ["Webhooks:SigningSecrets:0"] = SigningSecret,
        ["Webhooks:OperationsSecrets:0"] = OperationsSecret,
        ["Linking:Connections:swedish-bankid"] = "con_swedishbankid001",
        ["Linking:Connections:Username-Password-Authentication"] = "con_usernamepassword",
        ["Linking:Ssn:TrustedConnections:0"] = "swedish-bankid",
        ["Linking:Ssn:CandidateConnections:0"] = "Username-Password-Authentication",
        ["Linking:Ssn:FingerprintKey"] = "c2FuZGJveC1maW5nZXJwcmludC1rZXktMDAwMDAwMDE=",
        ["Auth0:ApiAudience"] = "https://account-linking.example.com/",
        ["SelfService:Connections:0"] = "Username-Password-Authentication",
        ["SelfService:Connections:1"] = "google-oauth2",
        ["SelfService:Connections:2"] = "sms",
        // Whoever tries things out tries them often.
        ["SelfService:RequestsPerMinute"] = "600",
        ["SelfService:NonceKey"] = "c2FuZGJveC1ub25jZS1rZXktMDAwMDAwMDAwMDAwMDAwMQ==",
        ["Journal:Path"] = journal,
        ["Journal:NameKey"] = "c2FuZGJveC1qb3VybmFsLW5hbWUta2V5LTAwMDAwMDAwMDE=",
    };

    public static IReadOnlyDictionary<string, string?> CrmSettings(Uri crm, string apiKey) => new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
    {
        ["Crm:Enabled"] = "true",
        ["Crm:Url"] = new Uri(crm, "customers").AbsoluteUri,
        ["Crm:ApiKey"] = apiKey,
        ["Crm:Namespace"] = "https://crm.example.com/",
    };

    /// <param name="app">The sample application, whose pages ask the service from a browser.</param>
    public static IReadOnlyDictionary<string, string?> AppSettings(Uri app) =>
        new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["SelfService:Origins:0"] = app.GetLeftPart(UriPartial.Authority) };

    public static IReadOnlyDictionary<string, string?> TelemetrySettings(string? otlpEndpoint) => otlpEndpoint is null
        ? new Dictionary<string, string?>()
        : new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = otlpEndpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" };

    public static IReadOnlyDictionary<string, string> ActionSecrets(Uri service, IReadOnlyDictionary<string, string> others)
    {
        Dictionary<string, string> secrets = new(StringComparer.Ordinal)
        {
            [ServiceAddressName] = service.AbsoluteUri,
            [SigningSecretName] = SigningSecret,
        };
        foreach (var (name, value) in others) secrets[name] = value;
        return secrets;
    }
}
