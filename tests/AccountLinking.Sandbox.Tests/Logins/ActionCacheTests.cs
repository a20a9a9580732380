using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class ActionCacheTests
{
    private readonly ActionCache _cache = new();

    [Fact]
    public void A_login_that_began_before_a_reset_adds_nothing_after_it()
    {
        var before = _cache.Take();

        _cache.Clear();
        _cache.Merge(before, JsonMap.Parse("""{"a": 1}"""));

        Assert.Empty(_cache.Take().Records);
    }

    [Fact]
    public void Logins_at_once_each_add_change_and_remove_their_own()
    {
        _cache.Merge(_cache.Take(), JsonMap.Parse("""{"kept": 0, "changed": 0, "removed": 0}"""));
        var one = _cache.Take();
        var other = _cache.Take();

        _cache.Merge(one, JsonMap.Parse("""{"kept": 0, "changed": 1, "removed": 0, "one": 1}"""));
        _cache.Merge(other, JsonMap.Parse("""{"kept": 0, "changed": 0, "other": 2}"""));

        ApiAssert.JsonEqual("""{"kept": 0, "changed": 1, "one": 1, "other": 2}""", _cache.Take().Records.ToElement());
    }
}
