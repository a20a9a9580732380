using System.Collections.Immutable;
using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Tests.Interleaving;

/// <summary>Everything at one moment: the world, the processes, and who waits for an answer.</summary>
internal sealed record Situation
{
    private const int MaxAttempts = 5;

    /// <summary>The budget, and two seconds for a write that was begun.</summary>
    private static readonly TimeSpan AllowedTime = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan AllOfIt = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan TooMuchToWrite = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(41);

    private readonly Scenario _scenario;
    private readonly ProcessStates _states;
    private ImmutableArray<(ProcessState? Process, bool IsFrozen)> _places;
    private DateTimeOffset _now = Interleaving.World.Start;
    private int _troubles;
    private bool _isLastRound;

    public Situation(Scenario scenario, ProcessStates states)
    {
        (_scenario, _states, World) = (scenario, states, states.World.Now);
        _troubles = scenario.Trouble is Trouble.Crash or Trouble.AnswerLost or Trouble.Late or Trouble.LeaseLost ? 1 : 0;
        Actors = [.. scenario.Requests.Select((request, index) => new Actor(index, request, scenario.IsOneProcess ? 0 : index, ActorState.Expected, 0, [], ImmutableSortedSet.Create<string>(StringComparer.Ordinal)))];
        _places = [.. Actors.Select(_ => ((ProcessState?)null, false))];
        Begin(scenario.Trouble == Trouble.LeaseLost ? [0] : [.. Actors.Select(actor => actor.Index)]);
        JustDone = [];
    }

    public World.Saved World { get; private set; }

    public ImmutableArray<Actor> Actors { get; private set; }

    /// <summary>Whether all has gone as it should.</summary>
    public bool IsUndisturbed { get; private set; } = true;

    /// <summary>Whose requests the last step has ended.</summary>
    public ImmutableArray<Actor> JustDone { get; private set; }

    /// <summary>What a request must not end with.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Two situations of one scenario that are in the same state can go on in the same ways.</summary>
    public UInt128 State()
    {
        var sum = Digest.Of(((UInt128)(ulong)_now.UtcTicks << 64) + (ulong)((_troubles * 4) + (_isLastRound ? 2 : 0) + (IsUndisturbed ? 1 : 0)), World.State);
        foreach (var actor in Actors) sum = Digest.Of(sum, actor.State);
        for (var place = 0; place < _places.Length; place++)
        {
            if (Running.Any(actor => actor.Place == place)) sum = Digest.Of(sum, Digest.Of((UInt128)(ulong)((place * 2) + (_places[place].IsFrozen ? 1 : 0)), _places[place].Process!.State));
        }

        return sum;
    }

    /// <summary>What may happen next. Nothing: this is the end.</summary>
    public IReadOnlyList<Step> Next()
    {
        List<Step> steps = [.. Running.SelectMany(StepsOf)];
        if (steps.Count == 0) return [.. Waits()];
        if (_troubles == 0) return steps;
        var places = Running.Where(actor => !_places[actor.Place].IsFrozen).DistinctBy(actor => actor.Place);
        return _scenario.Trouble switch
        {
            Trouble.Crash => [.. steps, .. places.Select(actor => new Step(StepKind.Crash, actor.Index))],
            Trouble.AnswerLost => [.. steps, .. steps.Where(step => step.Kind == StepKind.Call && RequestOf(Actors[step.Actor]).Pending[step.Call].IsWrite).Select(step => step with { Kind = StepKind.LoseAnswer })],
            Trouble.Late => [.. steps, new Step(StepKind.Late)],
            Trouble.LeaseLost => [.. steps, .. places.Take(1).Select(actor => new Step(StepKind.Freeze, actor.Index))],
            _ => steps,
        };
    }

    /// <summary>The call that a step would let through, if it is about one.</summary>
    public string? CallOf(Step step) => step.Kind is StepKind.Call or StepKind.LoseAnswer ? RequestOf(Actors[step.Actor]).Pending[step.Call].What : null;

    public Situation After(Step step) => After(step, out _);

    /// <param name="result">What the call came to, if it is about one.</param>
    public Situation After(Step step, out CallResult? result)
    {
        var next = this with { JustDone = [] };
        result = next.Do(step);
        next.See();
        next.Look();
        return next;
    }

    private IEnumerable<Actor> Running => Actors.Where(actor => actor.Is == ActorState.Running);

    private RequestState RequestOf(Actor actor) => _places[actor.Place].Process!.Requests[actor.Index];

    private IEnumerable<Step> StepsOf(Actor actor)
    {
        if (_places[actor.Place].IsFrozen) return [new Step(StepKind.Thaw, actor.Index)];
        var request = RequestOf(actor);
        var calls = request.Pending.Select((_, index) => new Step(StepKind.Call, actor.Index, index));
        var wouldSeeMore = request.AwaitedDocument is { } awaited && World.VersionOf(awaited.Name) != awaited.Version;
        return wouldSeeMore ? calls.Append(new Step(StepKind.LookAgain, actor.Index)) : calls;
    }

    private IEnumerable<Step> Waits()
    {
        if (Running.Any()) return [new Step(StepKind.Pass)];
        var waiting = Actors.Where(actor => actor.Is is ActorState.Failed or ActorState.Expected).ToList();
        if (waiting.Count > 0) return waiting.Exists(actor => actor.Attempts >= MaxAttempts) ? [] : [new Step(StepKind.Again)];
        return _scenario.IsIndexFresh || _isLastRound ? [] : [new Step(StepKind.SignInAgain)];
    }

    private CallResult? Do(Step step)
    {
        var place = Actors[step.Actor].Place;
        switch (step.Kind)
        {
            case StepKind.Call or StepKind.LoseAnswer:
                var request = RequestOf(Actors[step.Actor]);
                _states.World.Now = World;
                var result = _states.World.Execute(request.Pending[step.Call], () => _places[place].Process!.Execute(step.Actor, step.Call), request.IsTimeless);
                World = _states.World.Now;
                if (step.Kind == StepKind.LoseAnswer)
                {
                    Disturb();
                    result = request.Pending[step.Call].Lost!;
                }

                Happen(place, LocalEvent.Answered(step.Actor, step.Call, result));
                return result;
            case StepKind.LookAgain:
                Happen(place, LocalEvent.LooksAgain(step.Actor));
                break;
            case StepKind.Crash:
                Disturb();
                Begin([.. Running.Where(actor => actor.Place == place).Select(actor => actor.Index)]);
                break;
            case StepKind.Freeze:
                Disturb();
                _places = _places.SetItem(place, _places[place] with { IsFrozen = true });
                Pass(LeaseTime);
                Begin([.. Actors.Where(actor => actor.Is == ActorState.Expected).Select(actor => actor.Index)]);
                break;
            case StepKind.Thaw:
                _places = _places.SetItem(place, _places[place] with { IsFrozen = false });
                Happen(place, LocalEvent.Passed(_now - _places[place].Process!.Now));
                break;
            case StepKind.Late:
                Disturb();
                Pass(TooMuchToWrite);
                break;
            case StepKind.Pass:
                IsUndisturbed = false;
                Pass(AllOfIt);
                break;
            case StepKind.Again:
                Pass(LeaseTime);
                Begin([.. Actors.Where(actor => actor.Is is ActorState.Failed or ActorState.Expected).Select(actor => actor.Index)]);
                break;
            case StepKind.SignInAgain:
                World = World.CaughtUp();
                Pass(TimeSpan.FromHours(2));
                _isLastRound = true;
                Begin([.. Actors.Where(actor => actor.Request.User is not null).Select(actor => actor.Index)]);
                break;
        }

        return null;
    }

    private void Disturb()
    {
        _troubles--;
        IsUndisturbed = false;
    }

    private void Happen(int place, LocalEvent happens) => _places = _places.SetItem(place, _places[place] with { Process = _places[place].Process!.After(happens) });

    private void Pass(TimeSpan time)
    {
        _now += time;
        foreach (var place in Running.Select(actor => actor.Place).Distinct().Where(place => !_places[place].IsFrozen).ToList()) Happen(place, LocalEvent.Passed(time));
    }

    private void Begin(int[] actors)
    {
        foreach (var index in actors) Actors = Actors.SetItem(index, (Actors[index] with { Is = ActorState.Running, Attempts = Actors[index].Attempts + 1, Holders = Actors[index].Holders.Clear() }).Seeing(World));
        foreach (var group in actors.Select(index => Actors[index]).GroupBy(actor => actor.Place).ToList())
        {
            var beginning = new Process.Beginning(_now, [.. group.Select(actor => (actor.Index, actor.Attempts, actor.Request))], _scenario.IsWithoutLeases);
            _places = _places.SetItem(group.Key, (_states.Beginning(beginning), false));
        }
    }

    private void See()
    {
        foreach (var actor in Actors)
        {
            if (actor.Is == ActorState.Running && actor.Seeing(World) is var seeing && !ReferenceEquals(seeing, actor)) Actors = Actors.SetItem(actor.Index, seeing);
        }
    }

    /// <summary>Whose request has ended.</summary>
    private void Look()
    {
        foreach (var actor in Running.ToList())
        {
            if (_places[actor.Place].IsFrozen || RequestOf(actor) is not { IsEnded: true } ended) continue;
            if (ended.Outcome is { } outcome)
            {
                if (ended.Elapsed > AllowedTime) Failure = new TimeoutException($"The {actor.Request.Name} is answered after {ended.Elapsed}.");
                Actors = Actors.SetItem(actor.Index, actor with { Is = ActorState.Done, Outcomes = actor.Outcomes.Add(outcome) });
                JustDone = JustDone.Add(Actors[actor.Index]);
                continue;
            }

            Actors = Actors.SetItem(actor.Index, actor with { Is = ActorState.Failed });
            if (IsUndisturbed && _scenario.Trouble != Trouble.LeaseHeld) Failure = ended.Failure ?? new OperationCanceledException("Nobody has cancelled it.");
            if (ended.Failure is not (null or Auth0Exception or JournalException or OperationCanceledException)) Failure = ended.Failure;
        }
    }
}
