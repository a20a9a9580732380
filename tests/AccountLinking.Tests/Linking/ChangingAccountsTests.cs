using AccountLinking.Auth0;
using AccountLinking.Linking;
using NSubstitute;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

/// <summary>Accounts that are not what they were, or not who was asked for, when they are read.</summary>
public sealed class ChangingAccountsTests : AccountLinkerTests
{
    private static readonly UserId Third = UserId.Parse("auth0|third");

    [Fact]
    public async Task The_primary_that_is_gone_when_it_is_linked_to_is_nobodys_match()
    {
        Users.FindAsync(Hand, Budget).Returns(HandMade(), (Auth0User?)null);
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(LinkAnswer.Refused);

        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await LinkAsync());
    }

    [Fact]
    public async Task A_refused_link_is_not_decided_again_for_a_caller_who_has_hung_up()
    {
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(_ =>
        {
            Caller.Cancel();
            return LinkAnswer.Refused;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LinkAsync());

        await Users.Received(1).LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget);
    }

    [Fact]
    public async Task The_newcomer_who_was_absorbed_by_a_third_account_continues_as_that_one()
    {
        Users.FindAsync(Anna, Budget).Returns(User(Newcomer, """, "ssn": "196802020575" """), (Auth0User?)null);
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(LinkAnswer.Refused);
        Users.SearchAsync(ByIdentity, Budget).Returns([Third]);
        Users.FindAsync(Third, Budget).Returns(Holding("auth0|third"));

        Assert.Equal(new LinkOutcome.AlreadyLinked(Third), await LinkAsync());
    }

    [Fact]
    public async Task Two_refusals_of_accounts_that_stand_alone_are_trouble()
    {
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(LinkAnswer.Refused);

        Assert.Equal(TroubleCode.Rejected, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);

        await Users.Received(2).LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget);
        await Users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task A_primary_that_Auth0_answers_with_in_place_of_its_secondary_is_the_survivor()
    {
        Users.FindAsync(Anna, Budget).Returns(Holding("auth0|third"));

        Assert.Equal(new LinkOutcome.AlreadyLinked(Third), await LinkAsync());
        await Users.DidNotReceiveWithAnyArgs().SearchAsync(default, null!);
    }

    [Fact]
    public async Task Likewise_one_that_is_answered_with_under_the_lease()
    {
        Users.FindAsync(Anna, Budget).Returns(User(Newcomer, """, "ssn": "196802020575" """), HandMade("auth0|third"));

        Assert.Equal(new LinkOutcome.NotEligible(Anna, Reason.UserNotFound), await LinkAsync());
        await Users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
        await Users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task An_account_that_was_not_asked_for_is_not_believed()
    {
        Users.FindAsync(Anna, Budget).Returns(HandMade("auth0|third"));

        Assert.Equal(new LinkOutcome.NotEligible(Anna, Reason.UserNotFound), await LinkAsync());
        await Users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task A_survivor_that_the_index_names_but_that_holds_somebody_else_is_not_believed()
    {
        Users.FindAsync(Anna, Budget).Returns((Auth0User?)null);
        Users.SearchAsync(ByIdentity, Budget).Returns([Hand, Third]);
        Users.FindAsync(Third, Budget).Returns(Read("""
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
        Users.FindAsync(Anna, Budget).Returns((Auth0User?)null);
        Users.SearchAsync(ByIdentity, Budget).Returns([chain[0]]);
        foreach (var (step, next) in chain.Zip(chain.Skip(1))) Users.SearchAsync(UserQuery.Identity(step), Budget).Returns([next]);
        Users.FindAsync(chain[4], Budget).Returns(Holding(chain[4].ToString()));

        Assert.Equal(new LinkOutcome.AlreadyLinked(chain[4]), await LinkAsync());

        Users.FindAsync(chain[4], Budget).Returns((Auth0User?)null);
        Users.FindAsync(chain[5], Budget).Returns(Holding(chain[5].ToString()));
        Assert.Equal(new LinkOutcome.NotEligible(Anna, Reason.UserNotFound), await LinkAsync());
    }

    [Fact]
    public async Task Each_of_several_holders_that_are_gone_is_followed()
    {
        var (gone, other) = (UserId.Parse("auth0|gone"), UserId.Parse("auth0|other"));
        Users.FindAsync(Anna, Budget).Returns((Auth0User?)null);
        Users.SearchAsync(ByIdentity, Budget).Returns([gone, other]);
        Users.SearchAsync(UserQuery.Identity(gone), Budget).Returns([Third]);
        Users.SearchAsync(UserQuery.Identity(other), Budget).Returns([]);
        Users.FindAsync(Third, Budget).Returns(Holding("auth0|third"));

        Assert.Equal(new LinkOutcome.AlreadyLinked(Third), await LinkAsync());
    }

    [Fact]
    public async Task Only_who_signs_in_is_read_twice_and_not_as_its_own_twin()
    {
        Users.FindAsync(Hand, Budget).Returns(HandMade());
        Users.FindAsync(Anna, Budget).Returns(User(Newcomer, """, "app_metadata": {"userSocialSecurityNumber": "196802020575"}""", "2019-01-01T00:00:00.000Z"));
        Users.SearchAsync(ByNumber, Budget).Returns([Anna, Hand, Hand]);

        await LinkAsync();

        // Before the lease and under it.
        await Users.Received(2).FindAsync(Anna, Budget);
        await Users.Received(1).FindAsync(Hand, Budget);
    }

    [Fact]
    public async Task Trouble_during_a_re_read_links_nobody()
    {
        Users.FindAsync(Hand, Budget).Returns<Auth0User?>(_ => throw new Auth0Exception(TroubleCode.Unavailable, "x"));

        await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync());

        await Users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Fact]
    public async Task A_dry_run_only_reads()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);

        Assert.Equal(new LinkOutcome.WouldLink(Anna, "ssn", Hand), await LinkAsync(options => options.DryRun = true));

        await Users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
        await Users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Fact]
    public async Task An_account_that_two_look_ups_find_is_one()
    {
        var options = Options(options => options.Ssn.TrustedConnections = ["another"]);
        var hand = User("auth0|hand", """, "email": "Anna@example.com", "email_verified": true""");
        Users.FindAsync(Anna, Budget).Returns(User(Newcomer, """, "email": "Anna@example.com", "email_verified": true"""));
        Users.FindByEmailAsync("Anna@example.com", Budget).Returns([hand]);
        Users.FindByEmailAsync("anna@example.com", Budget).Returns([hand]);

        Assert.Equal(new LinkOutcome.Suggested(Anna, "email", 1), await LinkAsync(change => change.Ssn = options.Ssn));
    }
}
