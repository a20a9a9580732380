using AccountLinking.Configuration;
using NSubstitute;

namespace AccountLinking.Tests.Configuration;

/// <summary>Which secret is shown, and which after a refusal.</summary>
public sealed class SecretInUseTests
{
    private readonly ISecrets _secrets = Substitute.For<ISecrets>();
    private readonly List<string> _shown = [];
    private readonly HashSet<string> _taken = [];
    private string _current = "old";

    [Fact]
    public async Task One_that_is_taken_is_shown_once_and_nothing_is_read()
    {
        _taken.Add("old");

        Assert.True(await UseAsync(InUse()));

        Assert.Equal(["old"], _shown);
        await _secrets.DidNotReceive().ReadAgainAsync(Arg.Any<SecretUse>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task After_a_refusal_the_newer_one_is_shown()
    {
        _taken.Add("new");
        Read("new");

        Assert.True(await UseAsync(InUse()));

        Assert.Equal(["old", "new"], _shown);
        await _secrets.Received(1).ReadAgainAsync(SecretUse.Crm, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task One_that_the_other_side_does_not_know_yet_gives_way_to_the_one_that_last_did()
    {
        _taken.Add("old");
        var use = InUse();
        await UseAsync(use);
        _current = "new";

        Assert.True(await UseAsync(use));
        Assert.Equal(["old", "new", "old"], _shown);

        _taken.Clear();
        _taken.Add("new");
        _shown.Clear();
        Assert.True(await UseAsync(use));
        Assert.Equal(["new"], _shown);
    }

    [Fact]
    public async Task Where_none_does_each_is_shown_once()
    {
        _taken.Add("older");
        _current = "older";
        var use = InUse();
        await UseAsync(use);
        _taken.Clear();
        _shown.Clear();
        _current = "old";
        Read("new");

        Assert.False(await UseAsync(use));

        Assert.Equal(["old", "new", "older"], _shown);
    }

    [Fact]
    public async Task What_is_refused_with_no_other_at_hand_is_shown_once()
    {
        Assert.False(await UseAsync(InUse()));

        Assert.Equal(["old"], _shown);
    }

    [Fact]
    public async Task An_answer_that_says_nothing_about_it_proves_nothing_and_has_nothing_read()
    {
        var use = InUse();

        Assert.Null(await use.UseAsync(Show<bool?>(null), answer => answer, TestContext.Current.CancellationToken));
        _current = "new";
        Assert.False(await UseAsync(use));

        Assert.Equal(["old", "new"], _shown);
    }

    private SecretInUse<string> InUse() => new(_secrets, SecretUse.Crm, () => _current);

    private void Read(string secret) => _secrets.When(secrets => secrets.ReadAgainAsync(Arg.Any<SecretUse>(), Arg.Any<CancellationToken>())).Do(_ => _current = secret);

    private Task<bool> UseAsync(SecretInUse<string> use) => use.UseAsync(
        secret =>
        {
            _shown.Add(secret);
            return Task.FromResult(_taken.Contains(secret));
        },
        answer => answer,
        TestContext.Current.CancellationToken);

    private Func<string, Task<T>> Show<T>(T answer) => secret =>
    {
        _shown.Add(secret);
        return Task.FromResult(answer);
    };
}
