using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class SnapshotTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void What_was_saved_is_what_there_is_again_in_the_accounts_and_in_the_index()
    {
        var store = new UserStore(_clock);
        Put(store, "auth0|a");
        store.SearchLag = TimeSpan.FromMinutes(1);
        Put(store, "auth0|b");
        var saved = store.Save();
        store.Use(accounts =>
        {
            accounts.Remove("auth0|a");
            return true;
        });
        Put(store, "auth0|c");

        store.Restore(saved);

        Assert.Equal(["auth0|a", "auth0|b"], store.Current().Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["auth0|a"], store.Indexed().Keys);
        Assert.Equal("auth0|a", store.Use(accounts => accounts.FindHolder("auth0|a"))?.UserId);
        Assert.Null(store.Use(accounts => accounts.FindHolder("auth0|c")));
    }

    [Fact]
    public void What_was_on_its_way_to_the_index_never_arrives()
    {
        var store = new UserStore(_clock) { SearchLag = TimeSpan.FromMinutes(1) };
        Put(store, "auth0|a");
        store.Restore(store.Save());

        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Empty(store.Indexed());
        Assert.NotNull(store.Find("auth0|a"));
    }

    private void Put(UserStore store, string id) => store.Use(accounts =>
    {
        accounts.Put(UserDocument.Parse(JsonMap.Parse($$"""{"user_id": "{{id}}"}"""), TestTenant.Connections, _clock.GetUtcNow()));
        return true;
    });
}
