using AccountLinking.Auth0;
using AccountLinking.Linking;
using NSubstitute;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.Joining;

/// <summary>Writing, linking and taking back, when one of them fails.</summary>
public sealed class JoiningTests : AccountLinkerTests
{
    [Fact]
    public async Task ACaller_who_hangs_up_before_the_marker_leaves_the_link_as_it_is()
    {
        Users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Note, Budget).Returns<bool>(_ => throw new OperationCanceledException());

        await AssertLinkedAsync(await LinkAsync());
    }

    [Fact]
    public async Task Metadata_is_written_before_the_link_and_not_noted_a_second_time()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);

        await AssertLinkedAsync(await LinkAsync());

        Received.InOrder(() =>
        {
            _ = Users.PatchMetadataAsync(Hand, Arg.Is<MetadataPatch>(patch => IsThemeAndMarker(patch)), PatchPurpose.Merge, Budget);
            _ = Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget);
        });
        await Users.ReceivedWithAnyArgs(1).PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task A_primary_that_is_gone_when_its_metadata_is_written_is_nobodys_match()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Users.FindAsync(Hand, Budget).Returns(HandMade(), (Auth0User?)null);
        Users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, Budget).Returns(false);

        Assert.Equal(new LinkOutcome.NoMatch(Anna, "ssn"), await LinkAsync());

        await Users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Fact]
    public async Task What_was_written_for_a_link_that_Auth0_refuses_is_taken_back_before_it_is_decided_anew()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Users.FindAsync(Hand, Budget).Returns(HandMade(), Written, Written, HandMade());
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(LinkAnswer.Refused, LinkAnswer.Linked);

        await AssertLinkedAsync(await LinkAsync());

        Received.InOrder(() =>
        {
            _ = Users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, Budget);
            _ = Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget);
            _ = Users.PatchMetadataAsync(Hand, Arg.Is<MetadataPatch>(patch => Text(patch.UserMetadata) == """{"theme":null}""" && patch.AppMetadata == null), PatchPurpose.TakeBack, Budget);
            _ = Users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, Budget);
            _ = Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget);
        });
    }

    [Fact]
    public async Task A_link_that_another_request_made_keeps_what_was_written()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Users.FindAsync(Hand, Budget).Returns(HandMade(), Holding("auth0|hand"));
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(LinkAnswer.Refused);

        Assert.Equal(new LinkOutcome.AlreadyLinked(Hand), await LinkAsync());

        await Users.DidNotReceive().PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, Budget);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_does_not_hide_why_the_link_failed()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Users.FindAsync(Hand, Budget).Returns(HandMade(), Written);
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns<LinkAnswer>(_ => throw new Auth0Exception(TroubleCode.Forbidden, "x"));
        Users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, Budget).Returns<bool>(_ => throw new Auth0Exception(TroubleCode.Unavailable, "y"));

        Assert.Equal(TroubleCode.Forbidden, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_written_stays_when_a_link_may_yet_take_effect_although_the_second_attempt_was_refused(bool isByException)
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(
            _ => throw new Auth0Exception(TroubleCode.Unavailable, "x", mayHaveTakenEffect: true),
            _ => isByException ? throw new Auth0Exception(TroubleCode.Forbidden, "y") : LinkAnswer.Refused);

        Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);

        await Users.DidNotReceive().PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, Budget);
        await Users.Received(2).LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget);
    }

    [Fact]
    public async Task What_was_written_stays_when_nobody_could_see_what_became_of_the_link()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Users.FindAsync(Hand, Budget).Returns(_ => HandMade(), _ => throw new Auth0Exception(TroubleCode.Forbidden, "x"), _ => Written);
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns<LinkAnswer>(_ => throw new Auth0Exception(TroubleCode.Unavailable, "y", mayHaveTakenEffect: true));

        await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync());

        await Users.DidNotReceive().PatchMetadataAsync(Arg.Any<UserId>(), Arg.Any<MetadataPatch>(), PatchPurpose.TakeBack, Budget);
        await Users.Received(1).LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget);
    }

    [Fact]
    public async Task What_was_written_stays_when_another_request_links_between_two_looks()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme, WithTheme, null);
        Users.FindAsync(Hand, Budget).Returns(HandMade(), HandMade(), Holding("auth0|hand", """, "user_metadata": {"theme": "dark"}"""));
        Users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget).Returns(LinkAnswer.Refused);
        Users.SearchAsync(ByIdentity, Budget).Returns([Hand]);

        Assert.Equal(new LinkOutcome.AlreadyLinked(Hand), await LinkAsync());

        await Users.DidNotReceive().PatchMetadataAsync(Hand, Arg.Is<MetadataPatch>(patch => patch.UserMetadata != null), PatchPurpose.TakeBack, Budget);
    }

    [Fact]
    public async Task A_link_begins_also_when_theCaller_hung_up_after_the_metadata_was_sent()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Users.PatchMetadataAsync(Hand, Arg.Any<MetadataPatch>(), PatchPurpose.Merge, Budget).Returns(_ =>
        {
            Caller.Cancel();
            return true;
        });
        Users.When(users => users.LinkAsync(Hand, Arg.Any<UserIdentity>(), Arg.Any<string?>(), Budget)).Do(_ => Budget.EnsureRoomToWrite());

        await AssertLinkedAsync(await LinkAsync());
    }

    [Fact]
    public async Task Nothing_is_written_for_aCaller_who_hung_up_before_or_when_the_time_is_short()
    {
        Users.FindAsync(Anna, Budget).Returns(WithTheme);
        Clock.Advance(TimeSpan.FromSeconds(4.1));
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => LinkAsync())).Code);

        await Users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
        await Users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    /// <summary>The primary with what was merged into it, and with a marker that somebody else has changed since.</summary>
    private static Auth0User Written => User(
        "auth0|hand", """, "user_metadata": {"theme": "dark"}, "app_metadata": {"userSocialSecurityNumber": "196802020575", "account_linking": {"next_check_at": "another"}}""", "2020-01-01T00:00:00.000Z");

    private static bool IsThemeAndMarker(MetadataPatch patch) =>
        Text(patch.UserMetadata) == """{"theme":"dark"}""" && Text(patch.AppMetadata) == """{"account_linking":{"next_check_at":"2026-11-21T08:15:30Z"}}""";

    private static string? Text(System.Text.Json.Nodes.JsonObject? json) => json?.ToJsonString();
}
