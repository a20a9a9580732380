using AccountLinking.Sandbox.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace AccountLinking.Sandbox.Control;

/// <summary>What tenant and CRM were asked, oldest first; the last 100,000 calls.</summary>
public sealed class CallLog(TimeProvider clock)
{
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedCall> _calls = new();

    public IReadOnlyList<RecordedCall> All
    {
        get
        {
            lock (_gate) return [.. _calls];
        }
    }

    public void Clear()
    {
        lock (_gate) _calls.Clear();
    }

    /// <summary>Records the call before its answer leaves, so that whoever has the answer finds the call.</summary>
    public async Task RecordAsync(string target, HttpContext context, RequestDelegate next)
    {
        // Read now: when a caller hangs up late, the request is gone.
        var (method, path, started) = (context.Request.Method, RequestTarget.RawPath(context), clock.GetTimestamp());
        var recorded = 0;
        context.Response.OnStarting(() =>
        {
            Record(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        // A connection that the sandbox resets, and one on which the caller hangs up.
        context.Features.Set<IHttpRequestLifetimeFeature>(
            new RecordedLifetime(context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>(), () => Record(0)));
        await using var hangUp = context.RequestAborted.Register(() => Record(0));
        await next(context);

        void Record(int status)
        {
            if (Interlocked.Exchange(ref recorded, 1) == 1) return;
            var ms = Math.Round(clock.GetElapsedTime(started).TotalMilliseconds, 2);
            Add(new RecordedCall(target, method, path, status, ms));
        }
    }

    private void Add(RecordedCall call)
    {
        lock (_gate)
        {
            if (_calls.Count == Capacity) _calls.Dequeue();
            _calls.Enqueue(call);
        }
    }

    /// <summary>Kestrel goes through the motions of an answer, with its status, on a connection that was reset.</summary>
    private sealed class RecordedLifetime(IHttpRequestLifetimeFeature inner, Action record) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted
        {
            get => inner.RequestAborted;
            set => inner.RequestAborted = value;
        }

        public void Abort()
        {
            record();
            inner.Abort();
        }
    }
}
