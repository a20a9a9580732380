using AccountLinking.Sandbox.Tenant.Authorization;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed class TicketsTests
{
    private readonly ManualClock _clock = new();
    private readonly Tickets<string> _tickets;

    public TicketsTests() => _tickets = new Tickets<string>(_clock, TimeSpan.FromMinutes(1));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guessed")]
    public void Nothing_has_a_name_that_was_not_given(string? name)
    {
        _tickets.Add("a");

        Assert.Null(_tickets.Find(name));
        Assert.Null(_tickets.Take(name));
    }

    [Fact]
    public void What_was_taken_is_gone()
    {
        var name = _tickets.Add("a");

        Assert.Equal("a", _tickets.Find(name));
        Assert.Equal("a", _tickets.Take(name));
        Assert.Null(_tickets.Take(name));
        Assert.Null(_tickets.Find(name));
    }

    [Fact]
    public void What_is_too_old_is_gone()
    {
        var name = _tickets.Add("a");
        _clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromTicks(1));
        Assert.Equal("a", _tickets.Find(name));

        _clock.Advance(TimeSpan.FromTicks(1));
        var next = _tickets.Add("b");

        Assert.Null(_tickets.Find(name));
        Assert.Equal("b", _tickets.Find(next));
    }

    [Fact]
    public void Names_are_long_and_never_the_same()
    {
        var names = Enumerable.Range(0, 100).Select(_ => _tickets.Add("a")).ToList();

        Assert.Equal(100, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[0-9a-f]{64}$", name));
    }
}
