using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking;
using AccountLinking.Linking.Joining;
using AccountLinking.Tests.Auth0;
using AccountLinking.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

/// <summary>What changes between two of the linker's calls, which no sandbox can time.</summary>
public abstract class AccountLinkerTests : IDisposable
{
    private protected static readonly UserId Anna = UserId.Parse(Newcomer);
    private protected static readonly UserId Hand = UserId.Parse("auth0|hand");
    private protected static readonly UserQuery ByNumber = UserQuery.AppMetadata("userSocialSecurityNumber", Number);
    private protected static readonly UserQuery ByIdentity = UserQuery.Identity(Anna);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");
    private readonly FileJournalStore _store;

    protected AccountLinkerTests()
    {
        _store = new FileJournalStore(_folder.FullName);
        Journal = new LinkJournal(_store, Names, Unobserved.Telemetry);
        Budget = new RequestBudget(TimeSpan.FromSeconds(6), Clock, Caller.Token);
        Users.FindAsync(Anna, Budget).Returns(User(Newcomer, """, "ssn": "196802020575" """));
        Users.FindAsync(Hand, Budget).Returns(HandMade());
        Users.SearchAsync(ByNumber, Budget).Returns([Hand]);
        Users.SearchAsync(ByIdentity, Budget).Returns([]);
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(LinkAnswer.Linked);
        Users.PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), Arg.Any<PatchPurpose>(), Budget).Returns(true);
    }

    private protected IAuth0Users Users { get; } = Substitute.For<IAuth0Users>();

    private protected SteppedClock Clock { get; } = new();

    private protected CancellationTokenSource Caller { get; } = new();

    private protected RequestBudget Budget { get; }

    private protected LinkJournal Journal { get; }

    private static AccountNames Names { get; } = new(new byte[32]);

    private protected static Auth0User WithTheme => User(Newcomer, """, "ssn": "196802020575", "user_metadata": {"theme": "dark"}""");

    public void Dispose()
    {
        Budget.Dispose();
        Caller.Dispose();
        _store.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected Task<LinkOutcome> LinkAsync(Action<LinkingOptions>? change = null) => Linker().LinkAsync(new SignIn(Anna, SignedInOver, TransactionId: null), Options(change), Budget);

    private protected AccountLinker Linker()
    {
        var takeBack = new TakeBackStep(Users, Clock, NullLogger<TakeBackStep>.Instance);
        var settle = new SettleStep(Users, takeBack, Journal, Clock, NullLogger<SettleStep>.Instance);
        var work = new AccountWork(new AccountLeases(_store, Names, Clock, NullLogger<AccountLeases>.Instance), Journal, new LinkIds(Clock), settle, Clock, NullLogger<AccountWork>.Instance);
        var join = new JoinStep(Users, new LinkStep(Users, NullLogger<LinkStep>.Instance), takeBack, Journal, Clock, NullLogger<JoinStep>.Instance);
        var survivors = new SurvivorSearch(Users, Journal, NullLogger<SurvivorSearch>.Instance);
        return new AccountLinker(Users, survivors, new CandidateSearch(Users, survivors), work, join, new ForgetSeparationStep(Journal, NullLogger<ForgetSeparationStep>.Instance), new NoteStep(Users, Clock, NullLogger<NoteStep>.Instance), Journal, new LinkIds(Clock), Clock, NullLogger<AccountLinker>.Instance);
    }

    private protected async Task AssertLinkedAsync(LinkOutcome outcome)
    {
        var linked = Assert.IsType<LinkOutcome.Linked>(outcome);
        Assert.Equal((Hand, "ssn"), (linked.ContinueAs, linked.Rule));
        Assert.Equal(LinkState.Linked, (await Journal.FindAsync(linked.LinkId, TestContext.Current.CancellationToken))?.State);
    }

    /// <summary>An account that the newcomer's identity hangs under.</summary>
    private protected static Auth0User Holding(string id, string more = "") => Read($$"""
        {"user_id": "{{id}}", "identities": [
          {"provider": "auth0", "user_id": "{{id[6..]}}", "connection": "Username-Password-Authentication"},
          {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}]{{more}} }
        """);
}
