using AccountLinking.Auth0;
using AccountLinking.Auth0.Tokens;
using AccountLinking.Configuration;
using AccountLinking.Tests.Configuration;
using AccountLinking.Tests.EndToEnd;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>The verifier, composed as the service composes it, and a tenant whose keys it fetches.</summary>
public sealed class VerifierStage : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _settings;
    private ServiceProvider _services = null!;

    public VerifierStage()
        : this([])
    {
    }

    internal VerifierStage(params (string Name, string Value)[] settings)
    {
        _settings = new Dictionary<string, string?>(GoodSettings.All) { ["Auth0:ApiAudience"] = ClaimsText.Api };
        foreach (var (name, value) in settings) _settings[name] = value;
    }

    internal JwksDouble Tenant { get; private set; } = null!;

    internal ManualClock Clock { get; } = new();

    internal LogSink Log { get; } = new();

    internal IServiceProvider Services => _services;

    internal TokenVerifier Verifier => _services.GetRequiredService<TokenVerifier>();

    internal string Issuer => Tenant.Address.AbsoluteUri;

    internal ClaimsText AccessToken => ClaimsText.OfAccessToken(Issuer, Clock.GetUtcNow());

    internal ClaimsText IdToken => ClaimsText.OfIdToken(Issuer, Clock.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        Tenant = await JwksDouble.StartAsync();
        _settings["Auth0:BaseUrl"] = Tenant.Address.AbsoluteUri;
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build()).BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Tenant.DisposeAsync();
    }

    internal static async Task<VerifierStage> StartAsync(params (string Name, string Value)[] settings)
    {
        var stage = new VerifierStage(settings);
        await stage.InitializeAsync();
        return stage;
    }

    internal async Task<AccessTokenVerdict> VerifyAccessTokenAsync(string token)
    {
        using var budget = Budget();
        return await Verifier.VerifyAccessTokenAsync(token, budget);
    }

    internal async Task<IdTokenVerdict> VerifyIdTokenAsync(string token, string audience = ClaimsText.App)
    {
        using var budget = Budget();
        return await Verifier.VerifyIdTokenAsync(token, audience, budget);
    }

    /// <returns>The fault's code, or <c>accepted</c>.</returns>
    internal async Task<string> JudgeAccessTokenAsync(string token) => await VerifyAccessTokenAsync(token) switch
    {
        AccessTokenVerdict.Refused refused => refused.Fault.Code,
        _ => "accepted",
    };

    /// <returns>The fault's code, or <c>accepted</c>.</returns>
    internal async Task<string> JudgeIdTokenAsync(string token) => await VerifyIdTokenAsync(token) switch
    {
        IdTokenVerdict.Refused refused => refused.Fault.Code,
        _ => "accepted",
    };

    /// <summary>Of a request, whose clock is the real one: nobody moves it on while a test waits.</summary>
    internal static RequestBudget Budget() => new(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);
}
