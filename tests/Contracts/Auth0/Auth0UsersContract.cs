using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Contracts.Auth0;

/// <summary>What <see cref="IAuth0Users"/> promises, whichever client is under it, composed as the service composes it, against the sandbox tenant.</summary>
public abstract class Auth0UsersContract<TClient> : SandboxTests, IDisposable
    where TClient : IClient
{
    private protected static readonly UserId Astrid = UserId.Parse("auth0|5f7c8ec7c33c6c004bbafe82");

    private readonly ServiceProvider _services;

    protected Auth0UsersContract(SandboxFixture fixture)
        : base(fixture)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(Sandbox.Tenant, journal: "none")).AddInMemoryCollection([KeyValuePair.Create("Auth0:Client", (string?)TClient.Setting)]).Build();
        _services = TClient.AddTo(new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddAccountLinking(settings)).BuildServiceProvider();
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

    private protected async Task ForgetCallsAsync() => Assert.Equal(System.Net.HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Delete, "calls")).Status);

    private protected async Task<int> CallsAsync() => (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength();

    /// <summary>Those of the Management API, with their paths as they were sent.</summary>
    private protected async Task<string[]> PathsAsync() =>
        [.. (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Where(call => call.GetProperty("path").GetString() != "/oauth/token")
            .Select(call => $"{call.GetProperty("method")} {call.GetProperty("path")}")];
}
