namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class AccountsTests
{
    private const string Linked = """
        {"user_id": "auth0|a", "identities": [{"provider": "auth0", "user_id": "a", "connection": "c"}, {"provider": "sms", "user_id": "b", "connection": "sms"}]}
        """;

    [Theory]
    [InlineData("auth0|a", "auth0|a", "auth0|a")]
    [InlineData("sms|b", null, "auth0|a")]
    [InlineData("AUTH0|a", null, null)]
    [InlineData("auth0|c", null, null)]
    [InlineData("", null, null)]
    public void An_absorbed_id_finds_no_account_but_its_holder(string id, string? account, string? holder)
    {
        var store = TestTenant.Store(Linked);

        Assert.Equal(account, store.Find(id)?.UserId);
        Assert.Equal(holder, store.Use(accounts => accounts.FindHolder(id))?.UserId);
    }

    [Fact]
    public void A_removed_account_takes_its_identities_along()
    {
        var store = TestTenant.Store(Linked, """{"user_id": "auth0|other"}""");

        store.Use(accounts =>
        {
            accounts.Remove("sms|b");
            Assert.NotNull(accounts.Find("auth0|a"));

            accounts.Remove("auth0|a");
            accounts.Remove("auth0|a");
            Assert.Null(accounts.FindHolder("auth0|a"));
            Assert.Null(accounts.FindHolder("sms|b"));
            Assert.Equal(["auth0|other"], accounts.All.Keys);
            return true;
        });
    }

    [Fact]
    public void An_identity_that_a_change_drops_is_held_by_nobody()
    {
        var store = TestTenant.Store(Linked);

        store.Use(accounts =>
        {
            accounts.Put(TestTenant.User("""{"user_id": "auth0|a"}"""));
            Assert.Null(accounts.FindHolder("sms|b"));
            Assert.Equal("auth0|a", accounts.FindHolder("auth0|a")!.UserId);
            return true;
        });
    }

    [Fact]
    public void What_a_reader_has_does_not_change_under_it()
    {
        var store = TestTenant.Store(Linked);
        var before = store.Current();

        store.Reset([]);

        Assert.Single(before);
        Assert.Empty(store.Current());
    }
}
