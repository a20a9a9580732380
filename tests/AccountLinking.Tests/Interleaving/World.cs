using System.Collections.Immutable;
using System.Text;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.CrmSync.Customers;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;
using AccountLinking.Telemetry;
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
    private readonly MemoryJournalStore _journal = new();
    private readonly Dictionary<(UInt128 World, UInt128 Call), (CallResult Result, Saved After)> _known = [];
    private Saved? _loaded;

    private World(RunningSandbox sandbox)
    {
        _sandbox = sandbox;
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(sandbox.Tenant, sandbox.Journal)).Build();
        _wire = new ServiceCollection().AddSingleton<TimeProvider>(new StillClock(Start, () => null)).AddAccountLinking(settings).BuildServiceProvider();
        _parts.AddAccountLinking(settings);
        // What depends on settings is made once: processes are made anew for each interleaving.
        _parts.AddSingleton(_wire.GetRequiredService<AccountNames>());
        // .NET itself remembers all who tell it of their work until they are disposed, and processes are just forgotten.
        _parts.AddSingleton(_wire.GetRequiredService<ServiceTelemetry>());
        _parts.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        _parts.AddSingleton<IAuth0Users>(new GatedUsers(_wire.GetRequiredService<IAuth0Users>())).AddSingleton<IJournalStore>(new GatedStore(_journal));
        _parts.AddSingleton<ICustomers, GatedCustomers>().AddSingleton<LinkIds, AttemptIds>();
    }

    public static DateTimeOffset Start { get; } = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);

    /// <summary>What there is just now.</summary>
    public Saved Now { get; set; } = Saved.Nothing;

    /// <summary>How many calls were made for real.</summary>
    public long Calls { get; private set; }

    private UserStore Users => _sandbox.State.Users;

    public static async Task<World> StartAsync() => new(await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts, NullLoggerFactory.Instance, new ManualClock(Start)));

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    /// <summary>All that was is gone, and the scenario's accounts are there.</summary>
    public async Task BeginAsync(Scenario scenario)
    {
        (Now, Calls) = (Saved.Nothing, 0);
        _known.Clear();
        _sandbox.State.Calls.Clear();
        Users.SearchLag = TimeSpan.Zero;
        Load();
        await scenario.PrepareAsync(this);
        if (scenario.Trouble == Trouble.LeaseHeld) await HoldAsync(scenario.Survivor, Start + TimeSpan.FromSeconds(30));
        if (scenario.Trouble == Trouble.LeaseExpired) await HoldAsync(scenario.Survivor, Start - TimeSpan.FromSeconds(1));
        // A stale index sees nothing of what happens from now on.
        Users.SearchLag = scenario.IsIndexFresh ? TimeSpan.Zero : TimeSpan.FromDays(1);
        Keep();
    }

    /// <summary>What a call comes to, and what it makes of the world.</summary>
    /// <param name="isTimeless">It depends on nothing else: in the same world it comes to the same.</param>
    public CallResult Execute(WaitingCall call, Func<CallResult> execute, bool isTimeless)
    {
        if (isTimeless && _known.TryGetValue((Now.State, call.State), out var known))
        {
            Now = known.After;
            return known.Result;
        }

        var before = Now.State;
        Load();
        Calls++;
        var result = execute();
        Keep();
        if (isTimeless) _known[(before, call.State)] = (result, Now);
        return result;
    }

    /// <summary>A user document as Auth0 shows it.</summary>
    public void Insert(string user) => Users.Use(accounts =>
    {
        accounts.Put(UserDocument.Parse(JsonMap.Parse(user), _sandbox.State.Seed.Connections, Start));
        return true;
    });

    /// <param name="names">Which names it has for accounts; null: those of all.</param>
    public ServiceProvider NewProcess(StillClock clock, int? names)
    {
        ServiceCollection all = [];
        all.Add(_parts);
        all.AddSingleton<TimeProvider>(clock);
        if (names is { } number) all.AddSingleton(new AccountNames([.. Enumerable.Repeat((byte)number, 32)]));
        return all.BuildServiceProvider();
    }

    /// <summary>Something that happens before the requests come, undisturbed.</summary>
    public async Task<T> BeforeAsync<T>(Func<IServiceProvider, RequestBudget, Task<T>> workAsync)
    {
        var clock = new StillClock(Start - TimeSpan.FromDays(1), () => null);
        ServiceCollection all = [];
        all.Add(_parts);
        all.AddSingleton<TimeProvider>(clock).AddSingleton(_wire.GetRequiredService<IAuth0Users>()).AddSingleton<IJournalStore>(_journal).AddSingleton<LinkIds>();
        await using var services = all.BuildServiceProvider();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(6), clock, CancellationToken.None);
        return await workAsync(services, budget);
    }

    /// <summary>A lease of somebody who is gone.</summary>
    private Task HoldAsync(string account, DateTimeOffset until) => _journal.WriteAsync(
        _wire.GetRequiredService<AccountNames>().Of(UserId.Parse(account)),
        new AccountEntry(LinkJournal.NewId(Start - TimeSpan.FromMinutes(1)), until, [], []).Write(),
        expected: null,
        CancellationToken.None);

    private void Load()
    {
        if (_loaded == Now) return;
        Users.Restore(Now.Users);
        _journal.Documents = Now.Documents;
        _loaded = Now;
    }

    private void Keep()
    {
        Now = new Saved(Users.Save(), _journal.Documents);
        _loaded = Now;
    }

    /// <summary>All that there is at one moment.</summary>
    internal sealed class Saved(UserStore.Snapshot users, ImmutableSortedDictionary<string, MemoryJournalStore.Document> documents)
    {
        private UInt128? _state;

        public static Saved Nothing { get; } = new(
            new UserStore.Snapshot(ImmutableDictionary.Create<string, TenantUser>(StringComparer.Ordinal), ImmutableDictionary.Create<string, TenantUser>(StringComparer.Ordinal)),
            ImmutableSortedDictionary.Create<string, MemoryJournalStore.Document>(StringComparer.Ordinal));

        public UserStore.Snapshot Users { get; } = users;

        public ImmutableDictionary<string, TenantUser> Accounts => Users.Accounts;

        public ImmutableSortedDictionary<string, MemoryJournalStore.Document> Documents { get; } = documents;

        /// <summary>Two that look the same have the same.</summary>
        public UInt128 State => _state ??= Digested();

        /// <summary>Once the index knows it all.</summary>
        public Saved CaughtUp() => new(Users with { Indexed = Accounts }, Documents);

        /// <summary>The account that an identity is under; null: none.</summary>
        public string? HolderOf(string identity)
        {
            foreach (var account in Accounts.Values)
            {
                if (account.FindIdentity(identity) is not null) return account.UserId;
            }

            return null;
        }

        /// <summary>Null: there is none of that name.</summary>
        public string? VersionOf(string name) => Documents.TryGetValue(name, out var document) && document.Content is not null ? document.Version : null;

        private UInt128 Digested()
        {
            UInt128 sum = 0;
            foreach (var user in Accounts.Values) sum += Digest.Of(user, one => one.ToJson().ToString());
            foreach (var user in Users.Indexed.Values) sum += Digest.Of(Digest.Of("indexed"), Digest.Of(user, one => one.ToJson().ToString()));
            foreach (var (name, document) in Documents) sum += Digest.Of(Digest.Of(name), Digest.Of(document, one => $"{one.Writes} {(one.Content is { } content ? Encoding.UTF8.GetString(content) : null)}"));
            return sum;
        }
    }

    private sealed class AttemptIds(TimeProvider clock) : LinkIds(clock)
    {
        public override string Next() => Attempt.Current.NextId();
    }
}
