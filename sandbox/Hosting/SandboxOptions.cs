using AccountLinking.Sandbox.SampleApp;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>How a sandbox is started. Port 0 means any free port.</summary>
public sealed record SandboxOptions
{
    public const int DefaultTenantPort = 4010;
    public const int DefaultCrmPort = 4020;
    public const int DefaultAppPort = 4030;
    public const int DefaultServicePort = 7071;

    public int TenantPort { get; init; } = DefaultTenantPort;

    public int CrmPort { get; init; } = DefaultCrmPort;

    public int ServicePort { get; init; } = DefaultServicePort;

    /// <summary>That of the sample application.</summary>
    public int AppPort { get; init; } = DefaultAppPort;

    /// <summary>Null: the tenant speaks no TLS.</summary>
    public int? TenantHttpsPort { get; init; }

    /// <summary>Where the certificate of the TLS address is written, for clients to trust.</summary>
    public string? TenantCertFile { get; init; }

    /// <summary>An OpenTelemetry collector that the service tells of its work, by OTLP over HTTP; null: nobody is told.</summary>
    public string? OtlpEndpoint { get; init; }

    public string SeedFile { get; init; } = Path.Combine(AppContext.BaseDirectory, "seed.json");

    public string ActionFile { get; init; } = Path.Combine(AppContext.BaseDirectory, "actions", "post-login.js");

    /// <summary>The files of the sample application.</summary>
    public string AppFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "app");

    /// <summary>Where npm has installed the packages that they load.</summary>
    public string AppPackagesFolder { get; init; } = AppPackages.DefaultFolder;

    /// <summary>The Node.js program, by its name on the PATH or by its path.</summary>
    public string Node { get; init; } = "node";

    /// <summary><c>event.secrets</c> of the Action that are added to the sandbox's own, or replace them; read at each login.</summary>
    public IReadOnlyDictionary<string, string> ActionSecrets { get; init; } = new Dictionary<string, string>();

    /// <summary>What Auth0 gives all Actions of the trigger together.</summary>
    public TimeSpan ActionTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Settings of the service that replace the sandbox's own, by their full names (<c>Linking:OnAmbiguous</c>).</summary>
    public IReadOnlyDictionary<string, string?> ServiceSettings { get; init; } = new Dictionary<string, string?>();

    /// <summary>What else, or otherwise, the service is made of; for tests, which replace what stands at its edge.</summary>
    public Action<IServiceCollection> Compose { get; init; } = _ => { };

    /// <summary>Every port free: for tests and the demo, of which several may run at once.</summary>
    public static SandboxOptions OnFreePorts => new() { TenantPort = 0, CrmPort = 0, AppPort = 0, ServicePort = 0 };
}
