using System.CommandLine;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>The options of <c>dotnet run --project sandbox</c>.</summary>
public sealed class SandboxCommandOptions
{
    private static readonly SandboxOptions Defaults = new();

    private readonly Option<int> _tenantPort = Port("--tenant-port", Defaults.TenantPort, "Port of the Auth0 tenant; 0 means any.");
    private readonly Option<int> _crmPort = Port("--crm-port", Defaults.CrmPort, "Port of the CRM; 0 means any.");
    private readonly Option<int> _appPort = Port("--app-port", Defaults.AppPort, "Port of the sample application; 0 means any.");
    private readonly Option<int> _servicePort = Port("--service-port", Defaults.ServicePort, "Port of the service; 0 means any.");
    private readonly Option<int?> _tenantHttpsPort = new("--tenant-https-port") { Description = "Port of the tenant over TLS; off unless given, 0 means any." };
    private readonly Option<string?> _tenantCertFile = new("--tenant-cert-file") { Description = "Where to write the certificate of the TLS address (PEM), for clients to trust." };
    private readonly Option<string> _seed = new("--seed") { Description = "The file that the tenant and the CRM begin with.", DefaultValueFactory = _ => Defaults.SeedFile };
    private readonly Option<string> _action = new("--action") { Description = "The post-login Action to run.", DefaultValueFactory = _ => Defaults.ActionFile };

    private readonly Option<string?> _otlpEndpoint = new("--otlp-endpoint") { Description = "An OpenTelemetry collector (OTLP over HTTP), as in http://127.0.0.1:4318, that the service sends traces and metrics to." };

    public void AddTo(RootCommand root)
    {
        RefuseNoPort(_tenantHttpsPort);
        foreach (var option in (Option[])[_tenantCertFile, _seed, _action]) RefuseNoFile(option);
        foreach (var option in (Option[])[_tenantPort, _crmPort, _appPort, _servicePort, _tenantHttpsPort, _tenantCertFile, _otlpEndpoint, _seed, _action]) root.Options.Add(option);
        root.Validators.Add(result =>
        {
            if (result.GetResult(_tenantCertFile) is not null && result.GetResult(_tenantHttpsPort) is null)
                result.AddError("--tenant-cert-file needs --tenant-https-port: without TLS there is no certificate.");
        });
    }

    public SandboxOptions Read(ParseResult parsed) => new()
    {
        TenantPort = parsed.GetValue(_tenantPort),
        CrmPort = parsed.GetValue(_crmPort),
        AppPort = parsed.GetValue(_appPort),
        ServicePort = parsed.GetValue(_servicePort),
        TenantHttpsPort = parsed.GetValue(_tenantHttpsPort),
        TenantCertFile = parsed.GetValue(_tenantCertFile),
        OtlpEndpoint = parsed.GetValue(_otlpEndpoint),
        SeedFile = parsed.GetValue(_seed)!,
        ActionFile = parsed.GetValue(_action)!,
        ServiceSettings = ServiceSettings.Read(parsed.UnmatchedTokens),
    };

    private static Option<int> Port(string name, int fallback, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        RefuseNoPort(option);
        return option;
    }

    private static void RefuseNoFile(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && string.IsNullOrWhiteSpace(result.Tokens[0].Value)) result.AddError($"{option.Name} must name a file.");
    });

    private static void RefuseNoPort(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && !ushort.TryParse(result.Tokens[0].Value, out _))
            result.AddError($"{option.Name} must be a port number from 0 to 65535, not '{result.Tokens[0].Value}'.");
    });
}
