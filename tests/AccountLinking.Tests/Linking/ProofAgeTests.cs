using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Linking;
using AccountLinking.Linking.Joining;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

/// <summary>Which separations keep accounts from being joined, by the time at which they were proven.</summary>
public sealed class ProofAgeTests
{
    private const string Companion = "sms|companion";

    private static readonly DateTimeOffset Separated = new(2026, 11, 20, 8, 0, 0, 500, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Separated.AddHours(1);

    private static readonly Auth0User Eva = User("auth0|eva");
    private static readonly Auth0User Twin = User("google-oauth2|twin");
    private static readonly Auth0User Wrong = With(User("oidc|swedish-bankid|wrong"), User(Companion));

    /// <summary>Tokens know whole seconds alone.</summary>
    [Theory]
    [InlineData(-501, true)]
    [InlineData(-500, false)]
    [InlineData(0, false)]
    [InlineData(1000, false)]
    public void What_was_proven_before_a_separation_counts_no_more(int milliseconds, bool isRuledOut)
    {
        var proven = Separated.AddMilliseconds(milliseconds);

        Assert.Equal((isRuledOut, isRuledOut), (IsRuledOut(proven, Later, Separation(Eva, Twin)), IsRuledOut(Later, proven, Separation(Eva, Twin))));
    }

    /// <summary>Whoever was separated from it could come in by whom it is joined with now.</summary>
    [Fact]
    public void Also_if_somebody_else_was_separated() => Assert.True(IsRuledOut(Separated.AddSeconds(-1), Later, Separation(Eva, Wrong)));

    [Fact]
    public void Also_if_it_was_the_one_that_left() => Assert.True(IsRuledOut(Separated.AddSeconds(-1), Later, Separation(Wrong, Eva)));

    [Fact]
    public void Of_the_other_it_is_when_that_was_proven_which_counts() =>
        Assert.Equal((true, false), (IsRuledOut(Later, Separated.AddSeconds(-1), Separation(Twin, Wrong)), IsRuledOut(Separated.AddSeconds(-1), Later, Separation(Twin, Wrong))));

    /// <summary>It is part of another account by now, or had come along with one.</summary>
    [Fact]
    public void An_account_that_has_taken_in_who_took_part_took_part() =>
        Assert.True(IsRuledOut(Separated.AddSeconds(-1), Later, With(User("auth0|eva"), User(Companion)), Separation(User("auth0|first"), Wrong)));

    [Fact]
    public void The_last_of_several_counts() => Assert.True(IsRuledOut(Separated, Later, Separation(Eva, Twin) with { EndedAt = Separated.AddDays(-1) }, Separation(Eva, Wrong) with { EndedAt = Separated.AddMinutes(1) }));

    [Fact]
    public void Nobody_elses_separation_counts() => Assert.False(IsRuledOut(Separated.AddDays(-1), Separated.AddDays(-1), Separation(Wrong, User("auth0|stranger"))));

    [Fact]
    public void Neither_does_one_after_which_they_may_be_joined_again_nor_a_link_that_stands()
    {
        var separation = Separation(Eva, Twin);

        Assert.False(IsRuledOut(Separated.AddDays(-1), Separated.AddDays(-1), separation with { MayBeRelinked = true }, separation with { State = LinkState.Linked }, separation with { State = LinkState.Abandoned }));
    }

    [Theory]
    [InlineData(-501, true)]
    [InlineData(-500, false)]
    public void Of_one_that_broke_off_it_counts_when_it_was_begun(int milliseconds, bool isRuledOut) =>
        Assert.Equal(isRuledOut, IsRuledOut(Separated.AddMilliseconds(milliseconds), Later, Begun(Eva, Wrong)));

    /// <summary>The identity opened the account until it was detached, and no longer, whenever all else was done.</summary>
    [Theory]
    [InlineData(LinkState.Linked)]
    [InlineData(LinkState.Unlinked)]
    public void Where_it_is_known_it_counts_when_the_identity_was_detached(LinkState state)
    {
        var record = Begun(Eva, Wrong) with { State = state, EndedAt = Separated.AddMinutes(2), ApartSince = Separated.AddMinutes(1) };

        Assert.Equal((true, false), (IsRuledOut(Separated.AddSeconds(59), Later, record), IsRuledOut(Separated.AddSeconds(60), Later, record)));
    }

    /// <summary>Whoever is to leave can still come in.</summary>
    [Fact]
    public void And_none_counts_while_they_are_still_one() => Assert.True(IsRuledOut(Later, Later, With(Eva, User(Companion)), Begun(Eva, User(Companion))));

    [Fact]
    public void A_rule_joins_two_that_were_separated_never_and_others_always()
    {
        var signIn = new SignIn(Eva.Id, SignedInOver, TransactionId: null);

        Assert.True(signIn.IsRuledOutBy([Separation(Eva, Twin)], [Eva, Twin]));
        Assert.False(signIn.IsRuledOutBy([Separation(Eva, Wrong)], [Eva, Twin]));
    }

    /// <summary>The proof that both are theirs came after they had wanted them separate.</summary>
    [Theory]
    [InlineData("proof", LinkState.Linked, null, 1, true)]
    [InlineData("proof", LinkState.Linked, null, 0, false)]
    [InlineData("proof", LinkState.Linked, "2", 1, false)]
    [InlineData("proof", LinkState.Unlinked, null, 1, false)]
    [InlineData("ssn", LinkState.Linked, null, 1, false)]
    public void What_was_proven_since_a_separation_was_begun_overrules_it(string rule, LinkState state, string? madeOf, int seconds, bool isOverruled)
    {
        var later = Separation(Eva, With(User("auth0|third"), Twin)) with { Rule = rule, State = state, MadeOf = madeOf, StartedAt = Separated.AddSeconds(seconds) };

        Assert.Equal(isOverruled, Separations.IsOverruled(Begun(Eva, Twin), [later]));
        Assert.False(Separations.IsOverruled(Begun(Eva, Wrong), [later]));
    }

    private static bool IsRuledOut(DateTimeOffset proven, DateTimeOffset otherProven, params LinkRecord[] records) => IsRuledOut(proven, otherProven, Eva, records);

    private static bool IsRuledOut(DateTimeOffset proven, DateTimeOffset otherProven, Auth0User one, params LinkRecord[] records) =>
        new Proof(Eva.Id, Twin.Id, Eva.Id, proven, otherProven).IsRuledOutBy(records, [one, Twin]);

    private static LinkRecord Begun(Auth0User survivor, Auth0User absorbed) => Separation(survivor, absorbed) with { State = LinkState.Linked, EndedAt = Separated.AddDays(-1), UndoneSince = Separated };

    private static LinkRecord Separation(Auth0User survivor, Auth0User absorbed)
    {
        var plan = new JoinPlan(survivor, [new Secondary(absorbed, ConnectionId: null)], absorbed.Id, new());
        return LinkRecords.End(LinkRecords.Start("1", "ssn", plan, plan.Metadata.Patch, Separated.AddDays(-1)), _ => true, Separated.AddDays(-1)) with { State = LinkState.Unlinked, EndedAt = Separated };
    }
}
