namespace AccountLinking.Tests.Interleaving;

public sealed class InterleavingTests
{
    public static TheoryData<string, bool, Trouble> Names => [.. from scenario in Scenarios.All from fresh in (bool[])[true, false] from trouble in Enum.GetValues<Trouble>() select (scenario.Name, fresh, trouble)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Whatever_the_order_it_ends_well(string name, bool fresh, Trouble trouble)
    {
        await using var world = await World.StartAsync();
            var scenario = Scenarios.All.Single(one => one.Name == name) with { Trouble = trouble, IsIndexFresh = fresh };
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var exploration = await new Explorer(world, scenario).ExploreAsync();
            TestContext.Current.TestOutputHelper!.WriteLine(exploration + " " + watch.Elapsed);
            if (exploration.Schedule is { } schedule) await new Explorer(world, scenario).ReplayAsync(schedule, TestContext.Current.TestOutputHelper!.WriteLine);
            Assert.Null(exploration.Violation);
    }
}
