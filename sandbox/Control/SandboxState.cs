using AccountLinking.Sandbox.Crm;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Control;

/// <summary>All that a sandbox remembers, and the way back to where it began.</summary>
public sealed class SandboxState
{
    /// <summary>A person reads the login page in peace.</summary>
    private static readonly TimeSpan LoginLifetime = TimeSpan.FromHours(1);

    /// <summary>An application exchanges a code at once (RFC 6749, section 4.1.2, gives it at most ten minutes).</summary>
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(1);

    private SandboxSettings _settings = SandboxSettings.Default;

    public SandboxState(SeedData seed, TimeProvider clock, TemporaryJournal journal)
    {
        (Seed, Clock, Journal) = (seed, clock, journal);
        (Users, Calls, Faults, RateLimiter) = (new UserStore(clock), new CallLog(clock), new Faults(clock), new RateLimiter(clock));
        (Sessions, PendingLogins, Codes) = (new BrowserSessions(clock), new Tickets<AuthorizationRequest>(clock, LoginLifetime), new Tickets<LoginGrant>(clock, CodeLifetime));
        Reset();
    }

    public SeedData Seed { get; }

    public TimeProvider Clock { get; }

    public ClientApplications Clients { get; } = new();

    public UserStore Users { get; }

    public CrmDirectory Crm { get; } = new();

    public CallLog Calls { get; }

    public Faults Faults { get; }

    public RateLimiter RateLimiter { get; }

    public TemporaryJournal Journal { get; }

    public ActionCache ActionCache { get; } = new();

    public BrowserSessions Sessions { get; }

    /// <summary>What applications asked for of people who now choose whom to be.</summary>
    public Tickets<AuthorizationRequest> PendingLogins { get; }

    /// <summary>Authorization codes.</summary>
    public Tickets<LoginGrant> Codes { get; }

    public SandboxSettings Settings
    {
        get => _settings;
        set
        {
            _settings = value;
            Users.SearchLag = value.SearchLag;
            RateLimiter.Limit = value.RateLimit;
        }
    }

    /// <summary>The seed's applications, users and customers, default settings, no faults, no calls, an empty journal, nobody signed in. Tokens stay good, as clients keep them.</summary>
    public void Reset()
    {
        Settings = SandboxSettings.Default;
        Clients.Reset(Seed.Clients);
        Users.Reset(Seed.Users);
        Crm.Reset(Seed.CrmAnswers);
        Journal.Clear();
        ActionCache.Clear();
        Sessions.Clear();
        PendingLogins.Clear();
        Codes.Clear();
        Faults.Clear();
        Calls.Clear();
    }
}
