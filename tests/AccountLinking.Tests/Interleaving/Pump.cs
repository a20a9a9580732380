namespace AccountLinking.Tests.Interleaving;

/// <summary>Runs all that goes on in the processes on one thread, one thing after the other.</summary>
internal sealed class Pump : SynchronizationContext
{
    private readonly Queue<Action> _waiting = [];

    public override void Post(SendOrPostCallback d, object? state) => _waiting.Enqueue(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing may wait for another thread.");

    /// <summary>Until all wait for something that only the scheduler can give.</summary>
    public void Do(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
            while (_waiting.TryDequeue(out var next)) next();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
