using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A sandbox of the test's own whose journal the test can open, too, at whatever time it is.</summary>
public abstract class JournalTests : IAsyncLifetime
{
    protected const string Hand = "auth0|hand";
    protected const string Anna = "oidc|swedish-bankid|anna";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    private protected Stage Stage { get; private set; } = null!;

    private protected SandboxClient Client => Stage.Client;

    private protected ServiceClient Service => Stage.Service;

    private protected ManualClock Clock { get; } = new(DateTimeOffset.UtcNow);

    private protected string Folder => _folder.FullName;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => Stage = await StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Another process of the service, over the same journal.</summary>
    private protected Task<Stage> StartAsync(params (string Name, string? Value)[] settings) =>
        Stage.StartAsync([KeyValuePair.Create<string, string?>("Journal:Path", Folder), .. settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))], clock: Clock);

    /// <summary>The service's parts in this process, over the same tenant and journal.</summary>
    private protected ServiceProvider Compose(TimeProvider? clock = null, IJournalStore? store = null)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(Stage.Sandbox.Tenant, Folder)).Build();
        var services = new ServiceCollection().AddSingleton(clock ?? Clock).AddAccountLinking(settings);
        if (store is not null) services.AddSingleton(store);
        return services.BuildServiceProvider();
    }

    /// <summary>Two accounts of one person that are linked.</summary>
    /// <param name="more">What the one that is absorbed has beside its number.</param>
    /// <returns>The id of the link.</returns>
    private protected async Task<string> LinkPairAsync(string more = "")
    {
        await Stage.InsertHandMadeAsync(Hand);
        await Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "{{Stage.Number}}"{{more}} }""");
        return (await Service.LinkAsync(Anna)).Body.Text("link_id")!;
    }

    private protected async Task<IReadOnlyList<LinkRecord>> RecordsAsync(string account)
    {
        using var services = Compose();
        return await services.GetRequiredService<LinkJournal>().FindByAccountAsync(UserId.Parse(account), Cancellation);
    }
}
