using System.Numerics;

namespace AccountLinking.Tests.Interleaving;

/// <summary>
/// Goes through every order in which the calls of a scenario's requests can take effect. Ways that lead to the same state are gone on
/// with once, and counted all the same.
/// </summary>
internal sealed class Explorer(World world, Scenario scenario)
{
    private const int MaxStates = 3_000_000;

    private readonly Dictionary<UInt128, State> _known = [];

    /// <summary>Until the first violation, if there is one.</summary>
    public async Task<Exploration> ExploreAsync()
    {
        var start = await BeginAsync();
        var laws = new Laws(scenario.People);
        var ends = 0;
        var root = Learn(start, before: null, step: default).State;
        Stack<(State State, Situation Situation)> open = new([(root, start)]);
        while (open.TryPop(out var one))
        {
            foreach (var step in one.Situation.Next())
            {
                var situation = one.Situation.After(step);
                var (state, isNew) = Learn(situation, one.State, step);
                one.State.Next.Add(state);
                if (laws.BrokenIn(situation, isNew) is { } broken) return Violated(broken, one.State, step);
                if (isNew) open.Push((state, situation));
            }

            if (one.State.Next.Count > 0) continue;
            ends++;
            if (EndOf(one.Situation) is { } wrong) return Violated(wrong, one.State);
            if (_known.Count > MaxStates) return Violated("There are too many states to go through.", one.State);
        }

        return new Exploration(scenario, root.Ways(), _known.Count, world.Calls, ends, null, null);
    }

    /// <summary>One way, with all that happens on it.</summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public async Task<string?> ReplayAsync(string schedule, Action<string> tell)
    {
        var situation = await BeginAsync();
        var laws = new Laws(scenario.People);
        foreach (var step in Step.ParseAll(schedule))
        {
            if (!situation.Next().Contains(step)) return $"{step} cannot happen here: {string.Join(' ', situation.Next())}";
            var call = situation.CallOf(step);
            situation = situation.After(step, out var result);
            tell(call is null ? $"{step}: {step.Kind}" : $"{step}: {situation.Actors[step.Actor].Request.Name}: {call} -> {result}");
            foreach (var done in situation.JustDone) tell($"  {done.Request.Name} ends: {done.Outcomes[^1]}");
            if (laws.BrokenIn(situation, isNew: true) is { } broken) return broken;
        }

        return situation.Next().Count == 0 ? EndOf(situation) : null;
    }

    private string? EndOf(Situation situation) =>
        situation.Actors.Any(actor => actor.Is != ActorState.Done) ? "Somebody never had an answer." : new Ending(situation) is var ending && ending.WhyNotOver() is { } left ? left : scenario.EndOf(ending);

    private async Task<Situation> BeginAsync()
    {
        await world.BeginAsync(scenario);
        return new Situation(scenario, new ProcessStates(world));
    }

    private (State State, bool IsNew) Learn(Situation situation, State? before, Step step)
    {
        var key = situation.State();
        if (_known.TryGetValue(key, out var known)) return (known, false);
        return (_known[key] = new State(before, step), true);
    }

    private Exploration Violated(string what, State state, params Step[] last) =>
        new(scenario, 0, _known.Count, world.Calls, 0, what, string.Join(' ', state.WayHere().Concat(last)));

    /// <param name="before">Where it was come to from first.</param>
    /// <param name="step">And how.</param>
    private sealed class State(State? before, Step step)
    {
        private BigInteger? _ways;

        public List<State> Next { get; } = [];

        public IEnumerable<Step> WayHere()
        {
            Stack<Step> way = [];
            for (var one = this; one.Before is { } earlier; one = earlier) way.Push(one.By);
            return way;
        }

        /// <summary>In how many ways it can go on from here to an end.</summary>
        public BigInteger Ways()
        {
            Stack<State> open = new([this]);
            while (open.TryPeek(out var state))
            {
                var unknown = state._ways is null ? state.Next.Where(next => next._ways is null).ToList() : [];
                foreach (var next in unknown) open.Push(next);
                if (unknown.Count > 0) continue;
                state._ways ??= state.Next.Count == 0 ? 1 : state.Next.Aggregate(BigInteger.Zero, (sum, next) => sum + next._ways!.Value);
                open.Pop();
            }

            return _ways!.Value;
        }

        private State? Before { get; } = before;

        private Step By { get; } = step;
    }
}

/// <param name="Interleavings">All ways from the start to an end.</param>
/// <param name="States">Different states on them.</param>
/// <param name="Calls">Calls that were made for real.</param>
/// <param name="Ends">Different states in which all was over.</param>
/// <param name="Violation">What is wrong; null: nothing.</param>
/// <param name="Schedule">The way that leads there.</param>
internal sealed record Exploration(Scenario Scenario, BigInteger Interleavings, int States, long Calls, int Ends, string? Violation, string? Schedule)
{
    public override string ToString() => Violation is null
        ? $"{Scenario}: {Interleavings:N0} interleavings through {States:N0} states with {Calls:N0} calls, {Ends:N0} ends"
        : $"{Scenario}: {Violation}\nThe schedule that leads there: {Schedule}";
}
