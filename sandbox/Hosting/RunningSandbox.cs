using System.Security.Cryptography.X509Certificates;
using AccountLinking.Configuration;
using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Crm;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.SampleApp;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Webhooks;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>The whole system on 127.0.0.1: tenant, CRM, the Action in Node, the sample application, and the service. Disposing it leaves nothing running.</summary>
public sealed class RunningSandbox : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly SigningKey _key = new();
    private readonly TenantAddresses _addresses = new();
    private readonly TemporaryJournal _journal = new();
    private X509Certificate2? _certificate;

    private RunningSandbox()
    {
    }

    public Uri Tenant => _addresses.Http;

    public Uri? TenantOverTls => _addresses.Https;

    public Uri Crm { get; private set; } = null!;

    /// <summary>The sample application.</summary>
    public Uri App { get; private set; } = null!;

    public Uri Service { get; private set; } = null!;

    /// <summary>The folder of the journal, unless the settings name another.</summary>
    public string Journal => _journal.Path;

    /// <summary>All that tenant and CRM remember, for whoever runs them in his own process.</summary>
    public SandboxState State { get; private set; } = null!;

    /// <summary>What the service answered, for whoever watches.</summary>
    public ServiceAnswers ServiceAnswers { get; } = new();

    /// <exception cref="StartException">Something is missing, broken or taken.</exception>
    public static async Task<RunningSandbox> StartAsync(SandboxOptions options, ILoggerFactory logging, TimeProvider? clock = null)
    {
        var sandbox = new RunningSandbox();
        try
        {
            await sandbox.StartPartsAsync(options, logging, clock ?? TimeProvider.System);
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts)) await part.DisposeAsync();
        _journal.Dispose();
        _certificate?.Dispose();
        _key.Dispose();
    }

    /// <summary>The service last: once it answers, everything else does.</summary>
    private async Task StartPartsAsync(SandboxOptions options, ILoggerFactory logging, TimeProvider clock)
    {
        var state = State = new SandboxState(SeedData.Load(options.SeedFile, clock.GetUtcNow()), clock, _journal);
        var actions = Keep(await ActionRunner.StartAsync(options.Node, options.ActionFile, options.ActionTimeout));

        var logins = new LoginFlow(state, actions, () => ServiceDefaults.ActionSecrets(Service, options.ActionSecrets));
        var issuer = new TokenIssuer(_key, _addresses, clock);
        var control = new ControlEndpoints(state, logins, issuer, _key);
        using var quiet = new KestrelSilence(logging);
        var tenant = await StartTenantAsync(options, quiet, new TenantApp(state, _key, _addresses, control, logins, issuer));
        _addresses.Bind(tenant.Ports[0], tenant.Ports.Count > 1 ? tenant.Ports[1] : null);

        var crmApp = new CrmApp(state);
        Crm = Address(await ListenAsync("CRM", options.CrmPort, "--crm-port", quiet, crmApp.Map));
        App = Address(await StartAppAsync(options, quiet));
        Service = Address(await StartServiceAsync(options, logging, clock));
    }

    private async Task<LoopbackServer> StartTenantAsync(SandboxOptions options, ILoggerFactory logging, TenantApp tenant)
    {
        List<ListenPort> ports = [new ListenPort(options.TenantPort, "--tenant-port")];
        if (options.TenantHttpsPort is { } tls)
        {
            ports.Add(new ListenPort(tls, "--tenant-https-port", Tls: true));
            _certificate = TenantCertificate.Create(TimeProvider.System.GetUtcNow());
            if (options.TenantCertFile is { } file) TenantCertificate.WritePem(_certificate, file);
        }

        return Keep(await LoopbackServer.StartAsync("Auth0 tenant", ports, logging, tenant.Map, _certificate));
    }

    private Task<LoopbackServer> StartAppAsync(SandboxOptions options, ILoggerFactory logging)
    {
        var audience = State.Seed.Apis is [var api, ..] ? api.Identifier : null;
        var site = new AppSite(options.AppFolder, new AppPackages(options.AppPackagesFolder), () => new AppConfig(Origin(Tenant), Origin(Service), audience));
        return ListenAsync("sample application", options.AppPort, "--app-port", logging, site.Map);

        // Until the service listens, nobody has been told where the application is.
        static string Origin(Uri? address) => address?.GetLeftPart(UriPartial.Authority) ?? "about:blank";
    }

    private Task<LoopbackServer> StartServiceAsync(SandboxOptions options, ILoggerFactory logging, TimeProvider clock) => ListenAsync(
        "service",
        options.ServicePort,
        "--service-port",
        logging,
        app =>
        {
            app.Use(ServiceAnswers.ListenAsync);
            app.MapAccountLinking();
        },
        builder =>
        {
            builder.Configuration.AddInMemoryCollection(ServiceDefaults.Settings(Tenant, _journal.Path))
                .AddInMemoryCollection(ServiceDefaults.CrmSettings(Crm, State.Seed.CrmApiKey))
                .AddInMemoryCollection(ServiceDefaults.AppSettings(App))
                .AddInMemoryCollection(ServiceDefaults.TelemetrySettings(options.OtlpEndpoint))
                .AddInMemoryCollection(options.ServiceSettings);
            options.Compose(builder.Services);
            builder.Services.AddSingleton(clock).AddAccountLinking(builder.Configuration);
        });

    private async Task<LoopbackServer> ListenAsync(
        string name, int port, string option, ILoggerFactory logging, Action<WebApplication> map, Action<WebApplicationBuilder>? compose = null) =>
        Keep(await LoopbackServer.StartAsync(name, [new ListenPort(port, option)], logging, map, compose: compose));

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    private static Uri Address(LoopbackServer server) => new($"http://127.0.0.1:{server.Ports[0]}");
}
