using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using NSubstitute;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

/// <summary>The same sign-in several times at once.</summary>
public sealed class SimultaneousSignInsTests : AccountLinkerTests
{
    private readonly TaskCompletionSource<IReadOnlyList<UserId>> _search = new();
    private readonly SimultaneousSignIns _signIns;
    private readonly LinkingOptions _options = Options(null);

    public SimultaneousSignInsTests()
    {
        Users.SearchAsync(ByNumber, Arg.Any<RequestBudget>()).Returns(_ => _search.Task);
        Users.FindAsync(Anna, Arg.Any<RequestBudget>()).Returns(User(Newcomer, """, "ssn": "196802020575" """));
        _signIns = new SimultaneousSignIns(Linker());
    }

    [Fact]
    public async Task Is_done_once_and_one_answer_says_so()
    {
        var first = SignInAsync(Budget);
        var others = Enumerable.Range(0, 9).Select(_ => SignInAsync(new RequestBudget(TimeSpan.FromSeconds(6), Clock, CancellationToken.None))).ToList();
        _search.SetResult([Hand]);

        await AssertLinkedAsync(await first);
        Assert.All(await Task.WhenAll(others), outcome => Assert.Equal(new LinkOutcome.AlreadyLinked(Hand), outcome));
        await Users.Received(1).SearchAsync(ByNumber, Arg.Any<RequestBudget>());
        await Users.Received(1).LinkAsync(Arg.Any<UserId>(), Arg.Any<UserIdentity>(), Arg.Any<string?>(), Arg.Any<RequestBudget>());
    }

    [Fact]
    public async Task Has_the_same_end_for_all_where_nobody_is_linked()
    {
        var (first, second) = (SignInAsync(Budget), SignInAsync(Another()));
        _search.SetResult([]);

        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await first);
        Assert.Equal(await first, await second);
        await Users.Received(1).SearchAsync(ByNumber, Arg.Any<RequestBudget>());
    }

    [Fact]
    public async Task Has_the_same_trouble_for_all()
    {
        var (first, second) = (SignInAsync(Budget), SignInAsync(Another()));
        _search.SetException(new Auth0Exception(TroubleCode.RateLimited, "Wait.", 429, TimeSpan.FromSeconds(30)));

        Assert.Equal(TimeSpan.FromSeconds(30), (await Assert.ThrowsAsync<Auth0Exception>(() => first)).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(30), (await Assert.ThrowsAsync<Auth0Exception>(() => second)).RetryAfter);
        await Users.Received(1).SearchAsync(ByNumber, Arg.Any<RequestBudget>());
    }

    [Fact]
    public async Task Is_done_by_the_next_one_who_has_the_time_to_wait_that_the_first_had_not()
    {
        Users.SearchAsync(ByNumber, Budget).Returns(Task.FromException<IReadOnlyList<UserId>>(new Auth0Exception(TroubleCode.RateLimited, "Wait.", 429, TimeSpan.FromSeconds(3))));
        var hold = new TaskCompletionSource<Auth0User?>();
        Users.FindAsync(Anna, Budget).Returns(_ => hold.Task);
        var (first, second) = (SignInAsync(Budget), SignInAsync(Another()));
        hold.SetResult(User(Newcomer, """, "ssn": "196802020575" """));

        Assert.Equal(TroubleCode.RateLimited, (await Assert.ThrowsAsync<Auth0Exception>(() => first)).Code);
        _search.SetResult([]);
        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await second);
    }

    [Fact]
    public async Task Is_done_by_the_next_one_when_nobody_waits_for_the_first_any_more()
    {
        Users.SearchAsync(ByNumber, Budget).Returns(async _ =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, Caller.Token);
            return [];
        });
        var (first, second) = (SignInAsync(Budget), SignInAsync(Another()));
        await Caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(second.IsCompleted);
        _search.SetResult([]);
        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await second);
    }

    [Fact]
    public async Task Is_done_by_the_next_one_when_the_first_has_no_time_left()
    {
        Users.SearchAsync(ByNumber, Budget).Returns(Task.FromException<IReadOnlyList<UserId>>(Auth0Exception.BudgetExceeded()));
        var hold = new TaskCompletionSource<Auth0User?>();
        Users.FindAsync(Anna, Budget).Returns(_ => hold.Task);
        var (first, second) = (SignInAsync(Budget), SignInAsync(Another()));
        hold.SetResult(User(Newcomer, """, "ssn": "196802020575" """));

        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => first)).Code);
        _search.SetResult([]);
        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await second);
    }

    [Fact]
    public async Task Does_not_keep_whoever_hangs_up()
    {
        using var gone = new CancellationTokenSource();
        var (first, second) = (SignInAsync(Budget), SignInAsync(Another(gone.Token)));
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        _search.SetResult([Hand]);
        await AssertLinkedAsync(await first);
    }

    [Fact]
    public async Task Is_another_one_over_another_connection_and_once_the_first_is_over()
    {
        _search.SetResult([]);
        await SignInAsync(Budget);
        await SignInAsync(Another());

        await Users.Received(2).SearchAsync(ByNumber, Arg.Any<RequestBudget>());
    }

    private RequestBudget Another(CancellationToken? gone = null) => new(TimeSpan.FromSeconds(6), Clock, gone ?? CancellationToken.None);

    private Task<LinkOutcome> SignInAsync(RequestBudget budget) => _signIns.LinkAsync(new SignIn(Anna, SignedInOver, TransactionId: null), _options, budget);
}
