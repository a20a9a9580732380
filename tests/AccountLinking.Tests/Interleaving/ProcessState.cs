namespace AccountLinking.Tests.Interleaving;

/// <summary>
/// What a process is like after all that has happened to it. Nothing else decides what it does next; so each state is run into once, and known
/// from then on.
/// </summary>
internal sealed class ProcessState
{
    private readonly ProcessStates _all;
    private readonly Process.Beginning _beginning;
    private readonly (ProcessState State, LocalEvent Event)? _before;
    private readonly Dictionary<UInt128, ProcessState> _next = [];
    private Process? _running;

    private ProcessState(ProcessStates all, Process.Beginning beginning, (ProcessState State, LocalEvent Event)? before, Process process)
    {
        (_all, _beginning, _before, _running) = (all, beginning, before, process);
        (Now, Requests) = (process.Clock.GetUtcNow(), process.Attempts.ToDictionary(attempt => attempt.Key, attempt => new RequestState(attempt.Value)));
        State = Digest.Of($"{Now:O} {string.Join(' ', Requests.Keys)}");
        foreach (var request in Requests.Values) State = Digest.Of(State, request.State);
    }

    public DateTimeOffset Now { get; }

    /// <summary>By their actors.</summary>
    public IReadOnlyDictionary<int, RequestState> Requests { get; }

    public UInt128 State { get; }

    public static ProcessState Of(ProcessStates all, Process.Beginning beginning) => all.Known(new ProcessState(all, beginning, before: null, new Process(all.World, beginning)));

    public ProcessState After(LocalEvent happens) => _next.TryGetValue(happens.Digest, out var known) ? known : _next[happens.Digest] = Find(happens);

    /// <summary>A call that one of its requests waits for, for real.</summary>
    public CallResult Execute(int actor, int call) => (_running ??= RunHere()).Attempts[actor].Pending[call].Execute();

    public void Forget() => _running = null;

    private ProcessState Find(LocalEvent happens)
    {
        // The process that got here goes on, if it has not gone on already.
        var process = _running ?? RunHere();
        _running = null;
        process.Do(happens);
        return _all.Known(new ProcessState(_all, _beginning, (this, happens), process));
    }

    private Process RunHere()
    {
        var process = new Process(_all.World, _beginning);
        foreach (var past in Past()) process.Do(past);
        return process;
    }

    private Stack<LocalEvent> Past()
    {
        Stack<LocalEvent> past = [];
        for (var one = this; one._before is { } before; one = before.State) past.Push(before.Event);
        return past;
    }
}

/// <param name="What">The call with all its arguments.</param>
/// <param name="Lost">Of a write, what it comes to when its answer is lost.</param>
internal sealed record WaitingCall(string What, CallResult? Lost)
{
    public bool IsWrite => Lost is not null;

    public UInt128 State { get; } = Digest.Of(What);
}

/// <summary>Those of one scenario.</summary>
internal sealed class ProcessStates(World world)
{
    private const int MaxRunning = 500;

    private readonly Queue<ProcessState> _latest = [];
    private readonly Dictionary<UInt128, ProcessState> _begun = [];
    private readonly Dictionary<UInt128, ProcessState> _known = [];

    public World World { get; } = world;

    public ProcessState Beginning(Process.Beginning beginning)
    {
        var key = Digest.Of($"{beginning.At:O} {string.Join(' ', beginning.Requests.Select(request => $"{request.Actor} {request.Number}"))}");
        return _begun.TryGetValue(key, out var known) ? known : _begun[key] = ProcessState.Of(this, beginning);
    }

    public ProcessState Known(ProcessState state)
    {
        if (_known.TryGetValue(state.State, out var known)) return known;
        // Only the latest keep their processes: most are never gone back to.
        _latest.Enqueue(state);
        if (_latest.Count > MaxRunning) _latest.Dequeue().Forget();
        return _known[state.State] = state;
    }
}

/// <summary>What one request is like.</summary>
internal sealed class RequestState
{
    public RequestState(Attempt attempt)
    {
        Elapsed = attempt.Elapsed;
        if (attempt.Work is not { IsCompleted: true } work)
        {
            (Pending, AwaitedDocument, State) = ([.. attempt.Pending.Select(call => new WaitingCall(call.What, call.Lost))], attempt.AwaitedDocument, attempt.State());
            return;
        }

        (IsEnded, Outcome, Failure) = (true, work.IsCompletedSuccessfully ? work.Result : null, work.Exception?.InnerException);
        State = Digest.Of($"ended {Outcome} {Failure?.GetType()} {Failure?.Message}");
    }

    public bool IsEnded { get; }

    /// <summary>Null: it has none yet, or failed.</summary>
    public object? Outcome { get; }

    public Exception? Failure { get; }

    public TimeSpan Elapsed { get; }

    /// <summary>What its calls come to depends on nothing but the world.</summary>
    public bool IsTimeless => Elapsed == TimeSpan.Zero;

    public IReadOnlyList<WaitingCall> Pending { get; } = [];

    /// <summary>What it waits for to change, and the version that it has seen.</summary>
    public (string Name, string? Version)? AwaitedDocument { get; }

    public UInt128 State { get; }
}
