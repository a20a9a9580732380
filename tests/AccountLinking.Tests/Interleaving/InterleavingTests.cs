namespace AccountLinking.Tests.Interleaving;

public sealed class InterleavingTests
{
    public static TheoryData<string> Names => [.. Scenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_the_order_it_ends_well(string name)
    {
        await using var world = await World.StartAsync();
        foreach (var trouble in Enum.GetValues<Trouble>())
        {
            var scenario = Scenarios.All.Single(one => one.Name == name) with { Trouble = trouble };
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var exploration = await new Explorer(world, scenario).ExploreAsync();
            TestContext.Current.TestOutputHelper!.WriteLine(exploration + " " + watch.Elapsed);
            Assert.Null(exploration.Violation);
        }
    }
}
