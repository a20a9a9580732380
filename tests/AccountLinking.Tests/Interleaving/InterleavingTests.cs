namespace AccountLinking.Tests.Interleaving;

/// <summary>Requests for one person's accounts at once, in every order in which their calls to Auth0 and the journal can take effect.</summary>
/// <remarks>
/// To see a violation again, with each call and what it came to, set <c>INTERLEAVING_SCHEDULE</c> to the schedule that its test printed, and run that test alone.
/// </remarks>
public sealed class InterleavingTests(Proof proof) : IClassFixture<Proof>
{
    public static TheoryData<string, Trouble> OfTwoProcesses =>
    [
        .. from scenario in Scenarios.All
           from trouble in (Trouble[])[Trouble.Crash, Trouble.AnswerLost, Trouble.Late, Trouble.LeaseHeld, Trouble.LeaseExpired, Trouble.LeaseLost]
           select (scenario.Name, trouble),
    ];

    /// <summary>They run under the same leases; what is new is where they break off.</summary>
    public static TheoryData<string, Trouble> OfPeople =>
        [.. from scenario in Scenarios.OfPeople from trouble in (Trouble[])[Trouble.Crash, Trouble.AnswerLost] select (scenario.Name, trouble)];

    public static TheoryData<string> OfOneProcess => [.. Scenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(OfTwoProcesses))]
    public Task Through_two_processes_all_ends_well(string name, Trouble trouble) => proof.HoldsAsync(Scenarios.Named(name) with { Trouble = trouble });

    [Theory]
    [MemberData(nameof(OfPeople))]
    public Task What_people_do_themselves_ends_well(string name, Trouble trouble) => proof.HoldsAsync(Scenarios.Named(name) with { Trouble = trouble });

    [Theory]
    [MemberData(nameof(OfOneProcess))]
    public Task Through_one_process_all_ends_well(string name) => proof.HoldsAsync(Scenarios.Named(name) with { IsOneProcess = true });

    [Fact]
    public Task Of_three_logins_all_end_well() => proof.HoldsAsync(Scenarios.RingOfThree);

    /// <summary>Whose leases exclude nobody: that the others hold is because of them, and a schedule leads to where one does not.</summary>
    [Fact]
    public async Task Without_leases_it_does_not_and_the_schedule_shows_how()
    {
        var exploration = await proof.ExploreAsync(Scenarios.Named("two secondaries into one primary") with { IsWithoutLeases = true });

        Assert.NotNull(exploration.Violation);
        Assert.Equal(exploration.Violation, await proof.ReplayAsync(exploration.Scenario, exploration.Schedule!));
    }
}
