using AccountLinking.Auth0;

namespace AccountLinking.Tests.Interleaving;

/// <summary>A process of the service in which requests run, as far as they are told what happens.</summary>
internal sealed class Process
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(6);

    private readonly Pump _pump = new();
    private readonly Dictionary<int, Attempt> _attempts = [];

    public Process(World world, Beginning beginning)
    {
        Clock = new StillClock(beginning.At, () => Attempt.CurrentOrNone);
        var services = world.NewProcess(Clock, beginning.HasNamesOfItsOwn ? beginning.Requests[0].Actor : null);
        foreach (var (actor, number, request) in beginning.Requests)
        {
            var attempt = _attempts[actor] = new Attempt($"{actor:x3}{number:x3}", Clock);
            _pump.Do(() => attempt.Start(() => request.WorkAsync(services, request.Settings, new RequestBudget(Budget, Clock, CancellationToken.None))));
        }
    }

    public StillClock Clock { get; }

    public IReadOnlyDictionary<int, Attempt> Attempts => _attempts;

    public void Do(LocalEvent happens) => _pump.Do(() =>
    {
        if (happens.Actor is not { } actor) Clock.Advance(happens.Time);
        else if (happens.Call is { } call) _attempts[actor].Complete(_attempts[actor].Pending[call], happens.Result!);
        else _attempts[actor].LookAgain();
    });

    /// <summary>When it began, and with which requests: the actor, the number of its attempt.</summary>
    internal sealed record Beginning(DateTimeOffset At, IReadOnlyList<(int Actor, int Number, Request Request)> Requests, bool HasNamesOfItsOwn);
}
