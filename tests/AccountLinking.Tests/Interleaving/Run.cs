using AccountLinking.Auth0;
using AccountLinking.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Interleaving;

/// <summary>One way in which it may go, as far as it has gone.</summary>
internal sealed class Run
{
    private const int MaxAttempts = 5;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan AllOfIt = Budget + RequestBudget.WriteTime + TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TooMuchToWrite = Budget - TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(41);

    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly Pump _pump = new();
    private readonly List<Actor> _actors;
    private DateTimeOffset _now = World.Start;
    private int _troubles;
    private bool _isLastRound;

    public Run(Scenario scenario, World world)
    {
        (_scenario, _world) = (scenario, world);
        _troubles = scenario.Trouble is Trouble.Crash or Trouble.Late or Trouble.LeaseLost ? 1 : 0;
        _actors = [.. scenario.Requests.Select((request, index) => new Actor(index, request))];
        var first = scenario.Trouble == Trouble.LeaseLost ? _actors.Take(1) : _actors;
        Begin([.. first]);
    }

    public IReadOnlyList<Actor> Actors => _actors;

    /// <summary>Whether all has gone as it should, apart from what the scenario itself did.</summary>
    public bool IsUndisturbed { get; private set; } = true;

    /// <summary>What may happen next. Nothing: this is the end.</summary>
    public IReadOnlyList<Step> Next()
    {
        List<Step> steps = [.. _actors.SelectMany(StepsOf)];
        if (steps.Count == 0) return [.. Waits()];
        if (_troubles == 0) return steps;
        var running = _actors.Where(actor => actor is { Is: ActorState.Running, Process.IsFrozen: false }).ToList();
        return _scenario.Trouble switch
        {
            Trouble.Crash => [.. steps, .. running.DistinctBy(actor => actor.Process).Select(actor => new Step(StepKind.Crash, actor.Index))],
            Trouble.Late => [.. steps, new Step(StepKind.Late)],
            Trouble.LeaseLost => [.. steps, .. running.Take(1).Select(actor => new Step(StepKind.Freeze, actor.Index))],
            _ => steps,
        };
    }

    /// <param name="known">What the call came to, if this has happened before; then the world is left alone.</param>
    /// <returns>What the call came to, if it was one.</returns>
    public CallResult? Do(Step step, CallResult? known)
    {
        CallResult? result = null;
        switch (step.Kind)
        {
            case StepKind.Call:
                var (attempt, call) = (_actors[step.Actor].Attempt!, _actors[step.Actor].Attempt!.Pending[step.Call]);
                result = known ?? call.Execute();
                _pump.Do(() => attempt.Complete(call, result));
                break;
            case StepKind.LookAgain:
                _pump.Do(_actors[step.Actor].Attempt!.LookAgain);
                break;
            case StepKind.Crash:
                Disturb();
                Begin([.. _actors.Where(actor => actor.Is == ActorState.Running && actor.Process == _actors[step.Actor].Process)]);
                break;
            case StepKind.Freeze:
                Disturb();
                _actors[step.Actor].Process.IsFrozen = true;
                Pass(LeaseTime);
                Begin([.. _actors.Where(actor => actor.Is == ActorState.Expected)]);
                break;
            case StepKind.Thaw:
                var process = _actors[step.Actor].Process;
                process.IsFrozen = false;
                _pump.Do(() => process.Clock.Advance(_now - process.Clock.GetUtcNow()));
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
                Begin([.. _actors.Where(actor => actor.Is is ActorState.Failed or ActorState.Expected)]);
                break;
            case StepKind.SignInAgain:
                if (known is null) _world.CatchUp();
                Pass(TimeSpan.FromHours(2));
                Begin([.. _actors.Where(actor => actor.Request.User is not null)]);
                _isLastRound = true;
                break;
        }

        foreach (var actor in _actors) actor.Look();
        return result;
    }

    /// <summary>Two runs of one scenario that are in the same state can go on in the same ways.</summary>
    public UInt128 State()
    {
        var sum = Digest.Of($"{_troubles} {_isLastRound} {IsUndisturbed}");
        foreach (var actor in _actors) sum = Digest.Of(sum, actor.State());
        return sum;
    }

    private IEnumerable<Step> StepsOf(Actor actor)
    {
        if (actor.Is != ActorState.Running) return [];
        if (actor.Process.IsFrozen) return [new Step(StepKind.Thaw, actor.Index)];
        var calls = actor.Attempt!.Pending.Select((_, index) => new Step(StepKind.Call, actor.Index, index));
        return actor.Attempt.MayLookAgain(_world.Journal.VersionOf) ? calls.Append(new Step(StepKind.LookAgain, actor.Index)) : calls;
    }

    private IEnumerable<Step> Waits()
    {
        if (_actors.Exists(actor => actor.Is == ActorState.Running)) return [new Step(StepKind.Pass)];
        if (_actors.Exists(actor => actor.Is is ActorState.Failed or ActorState.Expected)) return _actors.Exists(actor => actor.Attempts >= MaxAttempts) ? [] : [new Step(StepKind.Again)];
        return _scenario.IsIndexFresh || _isLastRound ? [] : [new Step(StepKind.SignInAgain)];
    }

    private void Disturb()
    {
        _troubles--;
        IsUndisturbed = false;
    }

    private void Pass(TimeSpan time)
    {
        _now += time;
        foreach (var process in _actors.Select(actor => actor.Process).OfType<Process>().Distinct().Where(process => !process.IsFrozen)) _pump.Do(() => process.Clock.Advance(time));
    }

    private void Begin(IReadOnlyList<Actor> actors)
    {
        Process? shared = null;
        foreach (var actor in actors)
        {
            var process = _scenario.IsOneProcess ? shared ??= new Process(_world, _now) : new Process(_world, _now);
            _pump.Do(() => actor.Begin(process, Budget));
        }
    }
}

internal enum ActorState
{
    Expected,
    Running,
    Failed,
    Done,
}

internal sealed class Process(World world, DateTimeOffset now)
{
    private IServiceProvider? _services;

    public StillClock Clock { get; } = new(now, () => Attempt.CurrentOrNone);

    public IServiceProvider Services => _services ??= world.NewProcess(Clock);

    public bool IsFrozen { get; set; }
}

/// <summary>A request, and those that repeat it.</summary>
internal sealed class Actor(int index, Request request)
{
    public int Index { get; } = index;

    public Request Request { get; } = request;

    public ActorState Is { get; private set; }

    public Process Process { get; private set; } = null!;

    public Attempt? Attempt { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Of the last attempt that succeeded.</summary>
    public object? Outcome { get; private set; }

    /// <summary>Whatever an attempt must not end with.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>All that succeeded.</summary>
    public List<object> Outcomes { get; } = [];

    /// <summary>It was not so before the last step.</summary>
    public bool HasJustEnded { get; private set; }

    public void Begin(Process process, TimeSpan budget)
    {
        Attempts++;
        (Process, Is, Outcome) = (process, ActorState.Running, null);
        Attempt = new Attempt($"{Index:x3}{Attempts:x3}", process.Clock);
        Attempt.Start(() => Request.WorkAsync(process.Services, Request.Settings, new RequestBudget(budget, process.Clock, CancellationToken.None)));
    }

    public void Look()
    {
        HasJustEnded = false;
        if (Is != ActorState.Running || !Attempt!.Work!.IsCompleted) return;
        if (Attempt.Work.IsCompletedSuccessfully)
        {
            (Is, Outcome, HasJustEnded) = (ActorState.Done, Attempt.Work.Result, true);
            Outcomes.Add(Outcome);
        }
        else
        {
            Is = ActorState.Failed;
            var failure = Attempt.Work.Exception?.InnerException;
            if (failure is not (null or Auth0Exception or JournalException or OperationCanceledException)) Failure = failure;
        }

        Attempt = null;
    }

    public UInt128 State() => Digest.Of($"{Index} {Is} {Attempts} {string.Join('\n', Outcomes)} {Process?.IsFrozen}") + (Attempt?.State() ?? 0);
}
