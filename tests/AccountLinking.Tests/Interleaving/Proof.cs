using System.Numerics;

namespace AccountLinking.Tests.Interleaving;

/// <summary>Explores scenarios, and says in the end how much it has explored.</summary>
public sealed class Proof : IAsyncLifetime
{
    private World? _world;
    private BigInteger _interleavings;
    private bool _isIndexFresh;
    private (long States, long Calls, int Scenarios) _sum;

    public async ValueTask InitializeAsync() => _world = await World.StartAsync();

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.SendDiagnosticMessage(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Interleavings explored with a {(_isIndexFresh ? "fresh" : "stale")} index: {_interleavings:N0} of {_sum.Scenarios} scenarios, through {_sum.States:N0} different states, with {_sum.Calls:N0} calls of the sandbox's tenant and the journal."));
        if (_world is not null) await _world.DisposeAsync();
    }

    internal async Task HoldsAsync(Scenario scenario)
    {
        if (Environment.GetEnvironmentVariable("INTERLEAVING_SCHEDULE") is { Length: > 0 } schedule)
        {
            Assert.Null(await ReplayAsync(scenario, schedule));
            return;
        }

        var exploration = await ExploreAsync(scenario);
        Tell(exploration.ToString());
        if (exploration.Violation is { } violation) Assert.Fail(exploration.ToString());
        _isIndexFresh = scenario.IsIndexFresh;
        _interleavings += exploration.Interleavings;
        _sum = (_sum.States + exploration.States, _sum.Calls + exploration.Calls, _sum.Scenarios + 1);
    }

    internal Task<Exploration> ExploreAsync(Scenario scenario) => new Explorer(_world!, scenario).ExploreAsync();

    internal Task<string?> ReplayAsync(Scenario scenario, string schedule) => new Explorer(_world!, scenario).ReplayAsync(schedule, Tell);

    private static void Tell(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
