using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Tests.Auth0;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.Unlinking;

/// <summary>What the sandbox does not tell apart, or cannot time.</summary>
public sealed class RestoreStepTests : IDisposable
{
    private static readonly UserId Anna = UserId.Parse(Newcomer);
    private static readonly UserId Hand = UserId.Parse("auth0|hand");

    private readonly IAuth0Users _users = Substitute.For<IAuth0Users>();
    private readonly RequestBudget _budget = new(TimeSpan.FromSeconds(6), new SteppedClock(), CancellationToken.None);

    private static AbsorbedAccount Absorbed => new(
        JsonElement.Parse($$"""
            {"user_id": "{{Newcomer}}", "identities": [
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
              {"provider": "auth0", "user_id": "db", "connection": "Username-Password-Authentication"},
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2"}]}
            """),
        ConnectionId: null,
        IsJoined: true);

    public void Dispose() => _budget.Dispose();

    [Fact]
    public async Task A_database_is_named_by_its_id_when_one_of_its_identities_is_attached_again()
    {
        Arrange();
        _users.FindAsync(Anna, _budget).Returns(User(Newcomer));

        Assert.Equal(Anna, (await RestoreAsync())?.Id);

        await _users.Received(1).LinkAsync(Anna, Arg.Is<UserIdentity>(identity => identity.FullId == "auth0|db"), "con_0123456789abcdef", _budget);
        await _users.Received(1).LinkAsync(Anna, Arg.Is<UserIdentity>(identity => identity.FullId == "google-oauth2|g"), null, _budget);
    }

    [Fact]
    public async Task One_that_was_detached_and_cannot_be_read_yet_is_left_to_the_next_attempt()
    {
        Arrange();
        _users.FindAsync(Anna, _budget).Returns((Auth0User?)null);

        Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(RestoreAsync)).Code);

        await _users.DidNotReceiveWithAnyArgs().LinkAsync(default, null!, null, null!);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(", \"user_metadata\": {\"externalUserId\": \"C-1\", \"lastUpdate\": \"t\"}, \"app_metadata\": {\"account_linking\": {\"next_check_at\": \"t\"}, \"crm_sync\": {\"keys\": [\"externalUserId\", \"lastUpdate\"]}, \"ssn_fingerprint\": \"x\"}", true)]
    [InlineData(", \"user_metadata\": {\"externalUserId\": \"C-1\", \"theme\": \"dark\"}, \"app_metadata\": {\"crm_sync\": {\"keys\": [\"externalUserId\"]}}", false)]
    [InlineData(", \"user_metadata\": {\"externalUserId\": \"C-1\"}", false)]
    [InlineData(", \"app_metadata\": {\"plan\": \"gold\"}", false)]
    public async Task An_identity_that_stands_alone_is_attached_again_if_it_has_only_what_any_login_writes(string metadata, bool isAttached)
    {
        _users.FindAsync(Anna, _budget).Returns(User(Newcomer));
        _users.FindAsync(Hand, _budget).Returns(User("auth0|hand"));
        _users.FindAsync(UserId.Parse("google-oauth2|g"), _budget).Returns(User("google-oauth2|g", metadata));
        _users.LinkAsync(Anna, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Linked);

        await RestoreAsync();

        await _users.Received(isAttached ? 1 : 0).LinkAsync(Anna, Arg.Is<UserIdentity>(identity => identity.FullId == "google-oauth2|g"), null, _budget);
    }

    private void Arrange()
    {
        _users.FindAsync(Hand, _budget).Returns(Read($$"""
            {"user_id": "auth0|hand", "identities": [
              {"provider": "auth0", "user_id": "hand", "connection": "Username-Password-Authentication"},
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
              {"provider": "auth0", "user_id": "db", "connection": "Username-Password-Authentication"},
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2"}]}
            """));
        _users.UnlinkAsync(Hand, Arg.Any<UserIdentity>(), _budget).Returns(true);
        _users.LinkAsync(Anna, Arg.Any<UserIdentity>(), Arg.Any<string?>(), _budget).Returns(LinkAnswer.Linked);
    }

    private Task<Auth0User?> RestoreAsync() => new RestoreStep(_users, NullLogger<RestoreStep>.Instance)
        .RestoreAsync(Absorbed, new HashSet<string>(), [Hand], Options(options => options.Connections["Username-Password-Authentication"] = "con_0123456789abcdef"), _budget);
}
