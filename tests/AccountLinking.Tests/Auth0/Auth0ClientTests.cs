using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Auth0;

/// <summary>The HTTP client by itself, composed as the service composes it, against the sandbox tenant.</summary>
public abstract class Auth0ClientTests : SandboxTests, IDisposable
{
    private protected static readonly UserId Astrid = UserId.Parse("auth0|5f7c8ec7c33c6c004bbafe82");

    private readonly ServiceProvider _services;

    protected Auth0ClientTests(SandboxFixture fixture)
        : base(fixture)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(Sandbox.Tenant, journal: "none")).Build();
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddAccountLinking(settings).BuildServiceProvider();
        Users = _services.GetRequiredService<IAuth0Users>();
    }

    private protected ManualClock Clock { get; } = new(DateTimeOffset.UtcNow);

    private protected IAuth0Users Users { get; }

    public void Dispose()
    {
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<Auth0User?> FindAsync()
    {
        using var budget = Budget(CancellationToken.None);
        return await Users.FindAsync(Astrid, budget);
    }

    private protected static RequestBudget Budget(CancellationToken caller) => new(TimeSpan.FromSeconds(6), TimeProvider.System, caller);

    private protected async Task SetFaultAsync(string fault) => Assert.Equal(System.Net.HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Post, "faults", fault)).Status);

    private protected async Task<int> CallsAsync() => (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength();
}
