namespace AccountLinking.Tests.Interleaving;

/// <summary>Likewise, while Auth0's index knows nothing of what happens, until everybody signs in once more.</summary>
public sealed class StaleIndexInterleavingTests(Proof proof) : IClassFixture<Proof>
{
    public static TheoryData<string, Trouble> OfTwoProcesses =>
        [.. from scenario in Scenarios.All from trouble in (Trouble[])[Trouble.Crash, Trouble.LeaseHeld, Trouble.LeaseExpired, Trouble.LeaseLost] select (scenario.Name, trouble)];

    [Theory]
    [MemberData(nameof(OfTwoProcesses))]
    public Task Through_two_processes_all_ends_well(string name, Trouble trouble) => proof.HoldsAsync(Scenarios.Named(name) with { Trouble = trouble, IsIndexFresh = false });
}
