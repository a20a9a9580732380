using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Users;
using AccountLinking.Sandbox.Tests.Tenant;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class LoginEffectsTests
{
    private const string BankId = "oidc|swedish-bankid|s1";
    private const string NotSecondary =
        "The identity used to authenticate the login is not among the secondary identities of the user given to setPrimaryUser.";
    private const string Absorbed =
        "Unable to construct login user: during the login the account was linked to another one, or deleted, and the Action named no primary user.";

    private static readonly ActionResult Nothing = new();

    private readonly UserStore _store = TestTenant.Store(
        """
        {"user_id": "auth0|anna", "user_metadata": {"a": 1, "b": {"x": 1, "y": 2}}, "app_metadata": {"c": 3}, "identities": [
            {"provider": "auth0", "user_id": "anna", "connection": "db"}, {"provider": "oidc", "user_id": "swedish-bankid|s1", "connection": "swedish-bankid"}]}
        """,
        """{"user_id": "auth0|bo"}""",
        """{"user_id": "oidc|swedish-bankid|s2", "name": "Two"}""");

    [Theory]
    [InlineData("auth0|nobody", BankId)]
    [InlineData("auth0|bo", BankId)]
    [InlineData("auth0|bo", "auth0|bo")]
    [InlineData("auth0|anna", "auth0|anna")]
    [InlineData("auth0|anna", "auth0|bo")]
    [InlineData("auth0|anna", "oidc|swedish-bankid|s2")]
    [InlineData(BankId, BankId)]
    [InlineData("AUTH0|anna", BankId)]
    [InlineData("", BankId)]
    public void A_primary_of_whom_the_login_identity_is_no_secondary_fails_the_login(string primaryId, string identityId) =>
        Fails(NotSecondary, identityId, identityId, Nothing with { PrimaryUserId = primaryId });

    [Theory]
    [InlineData(BankId, BankId)]
    [InlineData("auth0|nobody", "auth0|nobody")]
    [InlineData("auth0|bo", BankId)]
    public void A_login_whose_account_is_gone_fails_without_a_primary(string userId, string identityId) => Fails(Absorbed, userId, identityId, Nothing);

    [Fact]
    public void A_login_whose_identity_was_unlinked_meanwhile_fails_without_a_primary()
    {
        _store.Use(accounts => IdentityLinking.Unlink(accounts, "auth0|anna", BankId, TestTenant.Now));

        Fails(Absorbed, "auth0|anna", BankId, Nothing);
    }

    [Fact]
    public void The_claims_of_a_token_may_have_100_kilobytes_and_no_more()
    {
        // Six of these bytes are the claim's name and the quotes.
        var fits = Nothing with { IdTokenClaims = JsonMap.Empty.With("name", new string('a', (100 * 1024) - 6)) };
        var larger = Nothing with { IdTokenClaims = JsonMap.Empty.With("name", new string('a', (100 * 1024) - 5)) };
        var inBytes = Nothing with { IdTokenClaims = JsonMap.Empty.With("name", new string('å', 51_200)) };

        Assert.NotNull(Apply("auth0|bo", "auth0|bo", fits).User);
        Fails("The custom claims of the ID token are larger than 100 kB.", "auth0|bo", "auth0|bo", larger);
        Fails("The custom claims of the ID token are larger than 100 kB.", "auth0|bo", "auth0|bo", inBytes);
        Fails("The custom claims of the ID token are larger than 100 kB.", BankId, BankId, larger with { PrimaryUserId = "auth0|anna" });
    }

    [Theory]
    [InlineData("""{"a.b": 1}""", "{}", "Fields with \".\" are not allowed, please remove all dotted fields. Example: \"a.b\"")]
    [InlineData("""{"ok": {"$a": 1}}""", "{}", "Fields with \"$\" are not allowed. Example: \"$a\"")]
    [InlineData("{}", """{"email": "x"}""", "Forbidden attribute in app_metadata: email")]
    [InlineData("""{"ok": 1}""", """{"identities": []}""", "Forbidden attribute in app_metadata: identities")]
    public void Metadata_that_auth0_refuses_fails_the_login(string userMetadata, string appMetadata, string error) =>
        Fails(error, "auth0|anna", BankId, Metadata(userMetadata, appMetadata));

    [Fact]
    public void A_login_continues_as_its_account()
    {
        var before = _store.Current();

        var (user, action) = Apply("auth0|bo", "auth0|bo", Nothing);

        Assert.Same(_store.Find("auth0|bo"), user);
        Assert.Same(Nothing, action);
        Assert.Same(before, _store.Current());
    }

    [Theory]
    [InlineData("""{"z": 1}""", "{}", """{"a":1,"b":{"x":1,"y":2},"z":1}""", """{"c":3}""")]
    [InlineData("""{"b": {"y": 3}}""", """{"c": null, "d": 4}""", """{"a":1,"b":{"y":3}}""", """{"d":4}""")]
    [InlineData("""{"a": null, "b": null}""", """{"c": null}""", "{}", "{}")]
    [InlineData("{}", """{"d": 1.0}""", """{"a":1,"b":{"x":1,"y":2}}""", """{"c":3,"d":1.0}""")]
    public void Metadata_is_merged_into_the_account(string userMetadata, string appMetadata, string userAfter, string appAfter)
    {
        var (user, action) = Apply("auth0|anna", BankId, Metadata(userMetadata, appMetadata));

        Assert.Same(_store.Find("auth0|anna"), user);
        Assert.Equal((userAfter, appAfter), (user!.UserMetadata!.ToString(), user.AppMetadata.ToString()));
        Assert.Null(action.Error);
        Assert.Empty(action.Warnings);
    }

    [Fact]
    public void User_metadata_that_was_never_set_stays_so()
    {
        var (user, _) = Apply("auth0|bo", "auth0|bo", Metadata("{}", """{"d": 1}"""));

        Assert.Null(user!.UserMetadata);
        Assert.Equal("""{"d":1}""", user.AppMetadata.ToString());
    }

    [Theory]
    [InlineData("auth0|anna")]
    [InlineData(BankId)]
    public void A_login_switches_to_the_primary_that_holds_its_identity(string userId)
    {
        var (user, action) = Apply(userId, BankId, Nothing with { PrimaryUserId = "auth0|anna" });

        Assert.Same(_store.Find("auth0|anna"), user);
        Assert.Null(action.Error);
        Assert.Empty(action.Warnings);
    }

    [Fact]
    public void A_login_switches_to_a_primary_that_absorbed_it_meanwhile()
    {
        _store.Use(accounts => IdentityLinking.Link(accounts, "auth0|bo", "oidc|swedish-bankid|s2", TestTenant.Now));

        var (user, _) = Apply("oidc|swedish-bankid|s2", "oidc|swedish-bankid|s2", Nothing with { PrimaryUserId = "auth0|bo" });

        Assert.Equal("auth0|bo", user!.UserId);
    }

    [Theory]
    [InlineData("""{"z": 1}""", "{}")]
    [InlineData("{}", """{"z": 1}""")]
    [InlineData("{}", """{"email": "never looked at"}""")]
    public void Metadata_set_beside_a_switch_is_lost_with_a_warning(string userMetadata, string appMetadata)
    {
        var before = _store.Current();

        var (user, action) = Apply(BankId, BankId, Metadata(userMetadata, appMetadata) with { PrimaryUserId = "auth0|anna", Warnings = ["first"] });

        Assert.Equal("auth0|anna", user!.UserId);
        Assert.Equal(["first", "Metadata set in the same Action as setPrimaryUser is discarded."], action.Warnings);
        Assert.Same(before, _store.Current());
    }

    private static ActionResult Metadata(string user, string app) => new() { UserMetadata = JsonMap.Parse(user), AppMetadata = JsonMap.Parse(app) };

    private (TenantUser? User, ActionResult Action) Apply(string userId, string identityId, ActionResult action) =>
        _store.Use(accounts => LoginEffects.Apply(accounts, userId, identityId, action));

    private void Fails(string error, string userId, string identityId, ActionResult action)
    {
        var before = _store.Current();

        var (user, result) = Apply(userId, identityId, action);

        Assert.Null(user);
        Assert.Equal(error, result.Error);
        Assert.Same(before, _store.Current());
    }
}
