using System.Numerics;
using System.Text;

namespace AccountLinking.Tests.Interleaving;

/// <summary>
/// Goes through every order in which the calls of a scenario's requests can take effect. Ways that lead to the same state are gone on
/// with once, and counted all the same.
/// </summary>
internal sealed class Explorer(World world, Scenario scenario, int maxStates = 1_000_000)
{
    private readonly Dictionary<UInt128, State> _known = [];

    /// <summary>Until the first violation, if there is one.</summary>
    public async Task<Exploration> ExploreAsync()
    {
        var start = await PrepareAsync();
        return Explore(start);
    }

    /// <summary>One way, with all that happens on it.</summary>
    /// <returns>What is wrong with it; null: nothing.</returns>
    public async Task<string?> ReplayAsync(string schedule, Action<string> tell)
    {
        world.Restore(await PrepareAsync());
        var laws = new Laws(world);
        var run = new Run(scenario, world);
        foreach (var step in Step.ParseAll(schedule))
        {
            if (!run.Next().Contains(step)) return $"{step} cannot happen here";
            var call = step.Kind == StepKind.Call ? run.Actors[step.Actor].Attempt!.Pending[step.Call].Name : null;
            var result = run.Do(step, known: null);
            tell(call is null ? $"{step}: {step.Kind}" : $"{step}: {run.Actors[step.Actor].Request.Name}: {call} -> {result}");
            if (laws.BrokenIn(run) is { } broken) return broken;
        }

        return run.Next().Count == 0 ? scenario.EndOf(new Ending(world, run)) : null;
    }

    private async Task<World.Saved> PrepareAsync()
    {
        world.Clear();
        await scenario.PrepareAsync(world);
        if (scenario.Trouble == Trouble.LeaseHeld) await world.HoldAsync(scenario.Survivor, World.Start + TimeSpan.FromSeconds(30));
        if (scenario.Trouble == Trouble.LeaseExpired) await world.HoldAsync(scenario.Survivor, World.Start - TimeSpan.FromSeconds(1));
        world.SetIndex(scenario.IsIndexFresh);
        return world.Save();
    }

    private Exploration Explore(World.Saved start)
    {
        var (calls, ends) = (0L, 0);
        world.Restore(start);
        var laws = new Laws(world);
        var run = new Run(scenario, world);
        var root = Learn(run).State;
        Stack<Branch> branches = new(run.Next().Reverse().Select(step => new Branch(null, root, start, step)));
        while (branches.TryPop(out var branch))
        {
            run = new Run(scenario, world);
            foreach (var past in branch.Past?.FromStart() ?? []) run.Do(past.Step, past.Result ?? CallResult.Of((object?)null));
            world.Restore(branch.World);
            var (past1, state, step) = (branch.Past, branch.State, branch.Step);
            while (true)
            {
                var result = run.Do(step, known: null);
                calls += result is null ? 0 : 1;
                past1 = new Past(past1, step, result);
                var (next, isNew) = Learn(run);
                state.Next.Add(next);
                if (laws.BrokenIn(run) is { } broken) return Violated(broken, past1);
                if (!isNew) break;
                if (_known.Count > maxStates) return Violated("There are too many states to go through.", past1);
                var steps = run.Next();
                if (steps.Count == 0)
                {
                    ends++;
                    if (run.Actors.Any(actor => actor.Is != ActorState.Done)) return Violated("Somebody never had an answer.", past1);
                    if (scenario.EndOf(new Ending(world, run)) is { } wrong) return Violated(wrong, past1);
                    next.IsEnd = true;
                    break;
                }

                if (steps.Count > 1)
                {
                    var saved = world.Save();
                    foreach (var other in steps.Skip(1).Reverse()) branches.Push(new Branch(past1, next, saved, other));
                }

                (state, step) = (next, steps[0]);
            }
        }

        return new Exploration(scenario, root.Ways(), _known.Count, calls, ends, null, null);
    }

    private Exploration Violated(string what, Past past) =>
        new(scenario, 0, _known.Count, 0, 0, what, string.Join(' ', past.FromStart().Select(one => one.Step)));

    private (State State, bool IsNew) Learn(Run run)
    {
        var key = Digest.Of(run.State(), world.State());
        if (_known.TryGetValue(key, out var known)) return (known, false);
        return (_known[key] = new State(), true);
    }

    private sealed record Branch(Past? Past, State State, World.Saved World, Step Step);

    private sealed record Past(Past? Before, Step Step, CallResult? Result)
    {
        public IEnumerable<Past> FromStart()
        {
            Stack<Past> all = [];
            for (var one = this; one is not null; one = one.Before) all.Push(one);
            return all;
        }
    }

    private sealed class State
    {
        private BigInteger? _ways;

        public List<State> Next { get; } = [];

        public bool IsEnd { get; set; }

        /// <summary>In how many ways it can go on from here to an end.</summary>
        public BigInteger Ways()
        {
            Stack<State> open = new([this]);
            while (open.TryPeek(out var state))
            {
                var unknown = state._ways is null ? state.Next.Where(next => next._ways is null).ToList() : [];
                if (unknown.Count > 0)
                {
                    foreach (var next in unknown) open.Push(next);
                    continue;
                }

                state._ways ??= state.IsEnd ? 1 : state.Next.Aggregate(BigInteger.Zero, (sum, next) => sum + next._ways!.Value);
                open.Pop();
            }

            return _ways!.Value;
        }
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
