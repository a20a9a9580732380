using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Search;

public sealed class SearchIndexTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualClock _clock = new(TestTenant.Now);
    private readonly UserStore _store;

    public SearchIndexTests() => _store = new UserStore(_clock);

    [Fact]
    public void Without_a_lag_a_change_is_visible_at_once()
    {
        Put("anna", "first");
        Put("anna", "second");

        Assert.Equal(["anna second"], Found());

        Remove("anna");

        Assert.Empty(Found());
    }

    [Fact]
    public void A_new_account_is_visible_exactly_when_the_lag_has_passed()
    {
        _store.SearchLag = 5 * Second;
        Put("anna", "new");

        Assert.Empty(Found());
        Assert.NotNull(_store.Find("auth0|anna"));
        Assert.Single(_store.Current());

        _clock.Advance(5 * Second - TimeSpan.FromTicks(1));
        Assert.Empty(Found());

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["anna new"], Found());
    }

    [Fact]
    public void Changes_become_visible_one_by_one_in_their_order()
    {
        _store.SearchLag = 5 * Second;
        Put("anna", "first");
        _clock.Advance(Second);
        Put("anna", "second");
        Put("bo", "first");
        _clock.Advance(Second);
        Remove("anna");

        _clock.Advance(3 * Second);
        Assert.Equal(["anna first"], Found());

        _clock.Advance(Second);
        Assert.Equal(["anna second", "bo first"], Found());

        _clock.Advance(Second);
        Assert.Equal(["bo first"], Found());
    }

    [Fact]
    public void A_deleted_account_is_found_until_the_lag_has_passed()
    {
        Put("anna", "old");
        _store.SearchLag = 5 * Second;
        Remove("anna");

        Assert.Null(_store.Find("auth0|anna"));
        Assert.Empty(_store.Current());
        Assert.Equal(["anna old"], Found());

        _clock.Advance(5 * Second);
        Assert.Empty(Found());
    }

    [Fact]
    public void An_absorbed_account_is_found_until_the_lag_has_passed()
    {
        Put("anna", "old");
        Put("bo", "old");
        _store.SearchLag = 5 * Second;
        _store.Use(accounts => IdentityLinking.Link(accounts, "auth0|anna", "auth0|bo", _clock.GetUtcNow()));

        Assert.Equal(["anna old", "bo old"], Found());
        Assert.Single(_store.Indexed()["auth0|anna"].Identities);

        _clock.Advance(5 * Second);
        Assert.Equal(["anna old"], Found());
        Assert.Equal(2, _store.Indexed()["auth0|anna"].Identities.Length);
    }

    [Fact]
    public void An_unlinked_account_is_not_found_before_the_lag_has_passed()
    {
        Put("anna", "old");
        Put("bo", "old");
        _store.Use(accounts => IdentityLinking.Link(accounts, "auth0|anna", "auth0|bo", _clock.GetUtcNow()));
        _store.SearchLag = 5 * Second;
        _store.Use(accounts => IdentityLinking.Unlink(accounts, "auth0|anna", "auth0|bo", _clock.GetUtcNow()));

        Assert.Equal(["anna old"], Found());

        _clock.Advance(5 * Second);
        Assert.Equal(["anna old", "bo old"], Found());
    }

    [Fact]
    public void What_is_visible_stays_visible_when_the_lag_is_raised()
    {
        Put("anna", "old");
        _store.SearchLag = 60 * Second;

        Assert.Equal(["anna old"], Found());
    }

    [Fact]
    public void What_was_due_stays_visible_when_the_lag_is_raised_before_anybody_looked()
    {
        _store.SearchLag = 5 * Second;
        Put("anna", "new");
        _clock.Advance(5 * Second);
        _store.SearchLag = 60 * Second;

        Assert.Equal(["anna new"], Found());
    }

    [Fact]
    public void A_change_that_is_not_due_waits_for_the_raised_lag()
    {
        _store.SearchLag = 5 * Second;
        Put("anna", "new");
        _clock.Advance(4 * Second);
        _store.SearchLag = 10 * Second;
        _clock.Advance(5 * Second);

        Assert.Empty(Found());

        _clock.Advance(Second);
        Assert.Equal(["anna new"], Found());
    }

    [Fact]
    public void A_lower_lag_makes_what_is_due_by_it_visible_at_once()
    {
        _store.SearchLag = 60 * Second;
        Put("anna", "new");
        _clock.Advance(5 * Second);
        Put("bo", "new");
        _store.SearchLag = 5 * Second;

        Assert.Equal(["anna new"], Found());

        _store.SearchLag = TimeSpan.Zero;
        Assert.Equal(["anna new", "bo new"], Found());
    }

    [Fact]
    public void A_reset_forgets_the_lag_and_what_was_pending()
    {
        _store.SearchLag = 60 * Second;
        Put("anna", "pending");
        _store.Reset([TestTenant.User("""{"user_id": "auth0|bo", "name": "seeded"}""")]);

        Assert.Equal(["bo seeded"], Found());
        Assert.Equal(TimeSpan.Zero, _store.SearchLag);
        Assert.Equal(["auth0|bo"], _store.Current().Keys);
    }

    private void Put(string id, string name) => _store.Use(accounts =>
    {
        accounts.Put(TestTenant.User($$"""{"user_id": "auth0|{{id}}", "name": "{{name}}"}"""));
        return true;
    });

    private void Remove(string id) => _store.Use(accounts =>
    {
        accounts.Remove($"auth0|{id}");
        return true;
    });

    private IEnumerable<string> Found() => _store.Indexed().Values.Select(user => $"{user.UserId[6..]} {user.Attributes.Text("name")}").Order(StringComparer.Ordinal);
}
