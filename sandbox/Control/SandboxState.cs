using AccountLinking.Sandbox.Crm;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Control;

/// <summary>All that a sandbox remembers, and the way back to where it began.</summary>
public sealed class SandboxState
{
    private SandboxSettings _settings = SandboxSettings.Default;

    public SandboxState(SeedData seed, TimeProvider clock, TemporaryJournal journal)
    {
        (Seed, Clock, Journal) = (seed, clock, journal);
        (Users, Calls, Faults, RateLimiter) = (new UserStore(clock), new CallLog(clock), new Faults(clock), new RateLimiter(clock));
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

    /// <summary>The seed's applications, users and customers, default settings, no faults, no calls, an empty journal. Tokens stay good, as clients keep them.</summary>
    public void Reset()
    {
        Settings = SandboxSettings.Default;
        Clients.Reset(Seed.Clients);
        Users.Reset(Seed.Users);
        Crm.Reset(Seed.CrmAnswers);
        Journal.Clear();
        ActionCache.Clear();
        Faults.Clear();
        Calls.Clear();
    }
}
