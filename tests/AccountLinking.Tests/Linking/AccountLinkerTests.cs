using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Rules;
using AccountLinking.Tests.Auth0;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

/// <summary>What changes between two of the linker's calls, which no sandbox can time.</summary>
public sealed class AccountLinkerTests : IDisposable
{
    private static readonly UserId Anna = UserId.Parse(Newcomer);
    private static readonly UserId Hand = UserId.Parse("auth0|hand");
    private static readonly UserId Third = UserId.Parse("auth0|third");
    private static readonly UserQuery ByNumber = UserQuery.AppMetadata("userSocialSecurityNumber", Number);
    private static readonly UserQuery ByIdentity = UserQuery.Identity(Anna);

    private readonly IAuth0Users _users = Substitute.For<IAuth0Users>();
    private readonly SteppedClock _clock = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly RequestBudget _budget;

    public AccountLinkerTests()
    {
        _budget = new RequestBudget(TimeSpan.FromSeconds(6), _clock, _caller.Token);
        _users.FindAsync(Anna, _budget).Returns(User(Newcomer, """, "ssn": "196802020575" """));
        _users.FindAsync(Hand, _budget).Returns(HandMade());
        _users.SearchAsync(ByNumber, _budget).Returns([Hand]);
        _users.SearchAsync(ByIdentity, _budget).Returns([]);
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Linked);
        _users.PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), Arg.Any<PatchPurpose>(), _budget).Returns(true);
    }

    public void Dispose()
    {
        _budget.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public async Task The_primary_that_is_gone_when_it_is_linked_to_is_nobodys_match()
    {
        _users.FindAsync(Hand, _budget).Returns(HandMade(), (Auth0User?)null);
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Refused);

        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await LinkAsync());
    }

    [Fact]
    public async Task The_newcomer_who_was_absorbed_by_a_third_account_continues_as_that_one()
    {
        _users.FindAsync(Anna, _budget).Returns(User(Newcomer, """, "ssn": "196802020575" """), (Auth0User?)null);
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Refused);
        _users.SearchAsync(ByIdentity, _budget).Returns([Third]);
        _users.FindAsync(Third, _budget).Returns(Holding("auth0|third"));

        Assert.Equal(new LinkOutcome.AlreadyLinked(Third), await LinkAsync());
    }

    [Fact]
    public async Task Two_refusals_of_accounts_that_stand_alone_are_trouble()
    {
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Refused);

        Assert.Equal(TroubleCode.Rejected, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);

        await _users.Received(2).LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget);
        await _users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task A_primary_that_Auth0_answers_with_in_place_of_its_secondary_is_the_survivor()
    {
        _users.FindAsync(Anna, _budget).Returns(Holding("auth0|third"));

        Assert.Equal(new LinkOutcome.AlreadyLinked(Third), await LinkAsync());
        await _users.DidNotReceiveWithAnyArgs().SearchAsync(default, null!);
    }

    [Fact]
    public async Task An_account_that_was_not_asked_for_is_not_believed()
    {
        _users.FindAsync(Anna, _budget).Returns(HandMade("auth0|third"));

        Assert.Equal(new LinkOutcome.NotEligible(Anna, Reason.UserNotFound), await LinkAsync());
        await _users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task A_survivor_that_the_index_names_but_that_holds_somebody_else_is_not_believed()
    {
        _users.FindAsync(Anna, _budget).Returns((Auth0User?)null);
        _users.SearchAsync(ByIdentity, _budget).Returns([Hand, Third]);
        _users.FindAsync(Third, _budget).Returns(Read("""
            {"user_id": "auth0|third", "identities": [
              {"provider": "auth0", "user_id": "third", "connection": "Username-Password-Authentication"},
              {"provider": "samlp", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}]}
            """));

        Assert.Equal(new LinkOutcome.NotEligible(Anna, Reason.UserNotFound), await LinkAsync());
    }

    [Fact]
    public async Task A_chain_of_survivors_is_followed_five_steps_and_no_further()
    {
        var chain = Enumerable.Range(0, 9).Select(step => UserId.Parse($"auth0|step{step}")).ToList();
        _users.FindAsync(Anna, _budget).Returns((Auth0User?)null);
        _users.SearchAsync(ByIdentity, _budget).Returns([chain[0]]);
        foreach (var (step, next) in chain.Zip(chain.Skip(1))) _users.SearchAsync(UserQuery.Identity(step), _budget).Returns([next]);
        _users.FindAsync(chain[4], _budget).Returns(Holding(chain[4].ToString()));

        Assert.Equal(new LinkOutcome.AlreadyLinked(chain[4]), await LinkAsync());

        _users.FindAsync(chain[4], _budget).Returns((Auth0User?)null);
        _users.FindAsync(chain[5], _budget).Returns(Holding(chain[5].ToString()));
        Assert.Equal(new LinkOutcome.NotEligible(Anna, Reason.UserNotFound), await LinkAsync());
    }

    [Fact]
    public async Task Nothing_is_read_twice_and_the_account_itself_is_not_read_as_its_own_twin()
    {
        _users.FindAsync(Hand, _budget).Returns(HandMade());
        _users.FindAsync(Anna, _budget).Returns(User(Newcomer, """, "app_metadata": {"userSocialSecurityNumber": "196802020575"}""", "2019-01-01T00:00:00.000Z"));
        _users.SearchAsync(ByNumber, _budget).Returns([Anna, Hand, Hand]);

        await LinkAsync();

        await _users.Received(1).FindAsync(Anna, _budget);
        await _users.Received(1).FindAsync(Hand, _budget);
    }

    [Fact]
    public async Task Trouble_during_a_re_read_links_nobody()
    {
        _users.FindAsync(Hand, _budget).Returns<Auth0User?>(_ => throw new Auth0Exception(TroubleCode.Unavailable, "x"));

        await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync());

        await _users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_before_the_marker_leaves_the_link_as_it_is()
    {
        _users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Note, _budget).Returns<bool>(_ => throw new OperationCanceledException());

        Assert.Equal(new LinkOutcome.Linked(Hand, "ssn"), await LinkAsync());
    }

    [Fact]
    public async Task Metadata_is_written_before_the_link_and_not_noted_a_second_time()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);

        Assert.Equal(new LinkOutcome.Linked(Hand, "ssn"), await LinkAsync());

        Received.InOrder(() =>
        {
            _ = _users.PatchMetadataAsync(Hand, Arg.Is<MetadataPatch>(patch => IsThemeAndMarker(patch)), PatchPurpose.Merge, _budget);
            _ = _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget);
        });
        await _users.ReceivedWithAnyArgs(1).PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task A_primary_that_is_gone_when_its_metadata_is_written_is_nobodys_match()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _users.FindAsync(Hand, _budget).Returns(HandMade(), (Auth0User?)null);
        _users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, _budget).Returns(false);

        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await LinkAsync());

        await _users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Fact]
    public async Task What_was_written_for_a_link_that_Auth0_refuses_is_taken_back_before_it_is_decided_anew()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _users.FindAsync(Hand, _budget).Returns(HandMade(), Written, Written, HandMade());
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Refused, LinkAnswer.Linked);

        Assert.Equal(new LinkOutcome.Linked(Hand, "ssn"), await LinkAsync());

        Received.InOrder(() =>
        {
            _ = _users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, _budget);
            _ = _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget);
            _ = _users.PatchMetadataAsync(Hand, Arg.Is<MetadataPatch>(patch => Text(patch.UserMetadata) == """{"theme":null}""" && patch.AppMetadata == null), PatchPurpose.TakeBack, _budget);
            _ = _users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, _budget);
            _ = _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget);
        });
    }

    [Fact]
    public async Task A_link_that_another_request_made_keeps_what_was_written()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _users.FindAsync(Hand, _budget).Returns(HandMade(), Holding("auth0|hand"));
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Refused);

        Assert.Equal(new LinkOutcome.AlreadyLinked(Hand), await LinkAsync());

        await _users.DidNotReceive().PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, _budget);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_does_not_hide_why_the_link_failed()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _users.FindAsync(Hand, _budget).Returns(HandMade(), Written);
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns<LinkAnswer>(_ => throw new Auth0Exception(TroubleCode.Forbidden, "x"));
        _users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, _budget).Returns<bool>(_ => throw new Auth0Exception(TroubleCode.Unavailable, "y"));

        Assert.Equal(TroubleCode.Forbidden, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_written_stays_when_a_link_may_yet_take_effect_although_the_second_attempt_was_refused(bool isByException)
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(
            _ => throw new Auth0Exception(TroubleCode.Unavailable, "x", mayHaveTakenEffect: true),
            _ => isByException ? throw new Auth0Exception(TroubleCode.Forbidden, "y") : LinkAnswer.Refused);

        Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);

        await _users.DidNotReceive().PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, _budget);
        await _users.Received(2).LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget);
    }

    [Fact]
    public async Task What_was_written_stays_when_nobody_could_see_what_became_of_the_link()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _users.FindAsync(Hand, _budget).Returns(_ => HandMade(), _ => throw new Auth0Exception(TroubleCode.Forbidden, "x"), _ => Written);
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns<LinkAnswer>(_ => throw new Auth0Exception(TroubleCode.Unavailable, "y", mayHaveTakenEffect: true));

        await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync());

        await _users.DidNotReceive().PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, _budget);
        await _users.Received(1).LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget);
    }

    [Fact]
    public async Task What_was_written_stays_when_another_request_links_between_two_looks()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme, (Auth0User?)null);
        _users.FindAsync(Hand, _budget).Returns(HandMade(), HandMade(), HoldingTheme);
        _users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Refused);
        _users.SearchAsync(ByIdentity, _budget).Returns([Hand]);

        Assert.Equal(new LinkOutcome.AlreadyLinked(Hand), await LinkAsync());

        await _users.DidNotReceive().PatchMetadataAsync(Hand, Arg.Is<MetadataPatch>(patch => patch.UserMetadata != null), PatchPurpose.TakeBack, _budget);
    }

    [Fact]
    public async Task A_link_begins_also_when_the_caller_hung_up_after_the_metadata_was_sent()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, _budget).Returns(_ =>
        {
            _caller.Cancel();
            return true;
        });
        _users.When(users => users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget)).Do(_ => _budget.EnsureRoomToWrite());

        Assert.Equal(new LinkOutcome.Linked(Hand, "ssn"), await LinkAsync());
    }

    [Fact]
    public async Task Nothing_is_written_for_a_caller_who_hung_up_before_or_when_the_time_is_short()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);
        _clock.Advance(TimeSpan.FromSeconds(4.1));
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);

        await _users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
        await _users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Fact]
    public async Task A_dry_run_only_reads()
    {
        _users.FindAsync(Anna, _budget).Returns(WithTheme);

        Assert.Equal(new LinkOutcome.WouldLink(Anna, "ssn", Hand), await LinkAsync(options => options.DryRun = true));

        await _users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
        await _users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Fact]
    public async Task An_account_that_two_look_ups_find_is_one()
    {
        var options = Options(options => options.Ssn.TrustedConnections = ["another"]);
        var hand = User("auth0|hand", """, "email": "Anna@example.com", "email_verified": true""");
        _users.FindAsync(Anna, _budget).Returns(User(Newcomer, """, "email": "Anna@example.com", "email_verified": true"""));
        _users.FindByEmailAsync("Anna@example.com", _budget).Returns([hand]);
        _users.FindByEmailAsync("anna@example.com", _budget).Returns([hand]);

        Assert.Equal(new LinkOutcome.Suggested(Anna, "email", 1), await LinkAsync(change => change.Ssn = options.Ssn));
    }

    private static Auth0User WithTheme => User(Newcomer, """, "ssn": "196802020575", "user_metadata": {"theme": "dark"}""");

    private static Auth0User HoldingTheme => Read("""
        {"user_id": "auth0|hand", "user_metadata": {"theme": "dark"}, "identities": [
          {"provider": "auth0", "user_id": "hand", "connection": "Username-Password-Authentication"},
          {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}]}
        """);

    /// <summary>The primary with what was merged into it, and with a marker that somebody else has changed since.</summary>
    private static Auth0User Written => User(
        "auth0|hand", """, "user_metadata": {"theme": "dark"}, "app_metadata": {"userSocialSecurityNumber": "196802020575", "account_linking": {"next_check_at": "another"}}""", "2020-01-01T00:00:00.000Z");

    private static bool IsThemeAndMarker(MetadataPatch patch) =>
        Text(patch.UserMetadata) == """{"theme":"dark"}""" && Text(patch.AppMetadata) == """{"account_linking":{"next_check_at":"2026-11-21T08:15:30Z"}}""";

    private static string? Text(System.Text.Json.Nodes.JsonObject? json) => json?.ToJsonString();

    private Task<LinkOutcome> LinkAsync(Action<LinkingOptions>? change = null)
    {
        var linker = new AccountLinker(_users, new SurvivorSearch(_users), new JoinStep(_users, new LinkStep(_users, NullLogger<LinkStep>.Instance), NullLogger<JoinStep>.Instance), _clock, NullLogger<AccountLinker>.Instance);
        return linker.LinkAsync(new SignIn(Anna, SignedInOver, TransactionId: null), Options(change), _budget);
    }

    /// <summary>An account that the newcomer's identity hangs under.</summary>
    private static Auth0User Holding(string id) => Read($$"""
        {"user_id": "{{id}}", "identities": [
          {"provider": "auth0", "user_id": "{{id[6..]}}", "connection": "Username-Password-Authentication"},
          {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}]}
        """);
}
