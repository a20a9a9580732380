using System.Collections.Immutable;
using System.Text;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;
using AccountLinking.Tests.Journal.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What the requests work on: the sandbox's tenant over HTTP, and a journal. It can be kept and come back to.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly RunningSandbox _sandbox;
    private readonly ServiceProvider _wire;
    private readonly ServiceCollection _parts = [];

    private World(RunningSandbox sandbox)
    {
        _sandbox = sandbox;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(sandbox.Tenant, sandbox.Journal)).Build();
        _wire = new ServiceCollection().AddSingleton<TimeProvider>(new StillClock(Start, () => null)).AddAccountLinking(settings).BuildServiceProvider();
        _parts.AddAccountLinking(settings);
        // What depends on settings is made once: processes are made anew for each interleaving.
        _parts.AddSingleton(_wire.GetRequiredService<AccountNames>());
        _parts.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        _parts.AddSingleton<IAuth0Users>(new GatedUsers(_wire.GetRequiredService<IAuth0Users>())).AddSingleton<IJournalStore>(new GatedStore(Journal));
        _parts.AddSingleton<LinkIds, AttemptIds>();
    }

    public static DateTimeOffset Start { get; } = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);

    public MemoryJournalStore Journal { get; } = new();

    public UserStore Users => _sandbox.State.Users;

    public static async Task<World> StartAsync() => new(await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts, NullLoggerFactory.Instance, new ManualClock(Start)));

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    public void Clear()
    {
        Restore(new Saved(new UserStore.Snapshot(ImmutableDictionary<string, TenantUser>.Empty.WithComparers(StringComparer.Ordinal), ImmutableDictionary<string, TenantUser>.Empty.WithComparers(StringComparer.Ordinal)), Journal.Documents.Clear()));
        _sandbox.State.Calls.Clear();
    }

    /// <summary>A user document as Auth0 shows it; the index knows it at once.</summary>
    public void Insert(string user) => Users.Use(accounts =>
    {
        accounts.Put(UserDocument.Parse(JsonMap.Parse(user), _sandbox.State.Seed.Connections, Start));
        return true;
    });

    /// <summary>The index has caught up.</summary>
    public void CatchUp()
    {
        var now = Users.Save();
        Users.Restore(now with { Indexed = now.Accounts });
    }

    /// <summary>How far it is behind: not at all, or nothing of what happens from now on is seen.</summary>
    public void SetIndex(bool isFresh) => Users.SearchLag = isFresh ? TimeSpan.Zero : TimeSpan.FromDays(1);

    public ServiceProvider NewProcess(StillClock clock)
    {
        ServiceCollection all = [];
        all.Add(_parts);
        all.AddSingleton<TimeProvider>(clock);
        return all.BuildServiceProvider();
    }

    /// <summary>A lease of somebody who is gone.</summary>
    public Task HoldAsync(string account, DateTimeOffset until) => Journal.WriteAsync(
        _wire.GetRequiredService<AccountNames>().Of(UserId.Parse(account)),
        new AccountEntry(LinkJournal.NewId(Start - TimeSpan.FromMinutes(1)), until, [], []).Write(),
        expected: null,
        CancellationToken.None);

    public Saved Save() => new(Users.Save(), Journal.Documents);

    public void Restore(Saved saved)
    {
        Users.Restore(saved.Users);
        Journal.Documents = saved.Documents;
    }

    /// <summary>Two worlds that look the same have the same.</summary>
    public UInt128 State()
    {
        var users = Users.Save();
        UInt128 sum = 0;
        foreach (var user in users.Accounts.Values) sum += Digest.Of(user, one => one.ToJson().ToString());
        foreach (var user in users.Indexed.Values) sum += Digest.Of(Digest.Of("indexed"), Digest.Of(user, one => one.ToJson().ToString()));
        foreach (var (name, document) in Journal.Documents) sum += Digest.Of(Digest.Of(name), Digest.Of(document, one => $"{one.Writes} {(one.Content is { } content ? Encoding.UTF8.GetString(content) : null)}"));
        return sum;
    }

    internal sealed record Saved(UserStore.Snapshot Users, ImmutableSortedDictionary<string, MemoryJournalStore.Document> Documents);

    private sealed class AttemptIds(TimeProvider clock) : LinkIds(clock)
    {
        public override string Next() => Attempt.Current.NextId();
    }
}
