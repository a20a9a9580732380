using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Tests.Interleaving;

/// <summary>A call to Auth0 or the journal that an attempt waits for.</summary>
/// <param name="What">The call with all its arguments.</param>
/// <param name="Times">How often the attempt has made the same before.</param>
/// <param name="Document">Of a read of the journal, which.</param>
internal sealed record PendingCall(string What, int Times, string? Document, bool IsRead, Func<Task<object?>> ExecuteAsync)
{
    private readonly TaskCompletionSource<object?> _answer = new();

    public string Name { get; } = $"{What} #{Times}";

    public Task<object?> Answer => _answer.Task;

    /// <summary>Of a write, what it comes to when its answer is lost.</summary>
    public CallResult? Lost { get; } = IsRead ? null : CallResult.Of(Document is null
        ? new Auth0Exception(TroubleCode.Unavailable, "The answer was lost.", mayHaveTakenEffect: true)
        : new JournalException("The answer was lost."));

    /// <summary>For real, and whatever it ends with is the caller's to handle.</summary>
    public CallResult Execute()
    {
        // Not on the thread of the processes: they stand still meanwhile.
        var call = Task.Run(ExecuteAsync);
        Task.WaitAny(call);
        return call.IsCompletedSuccessfully ? CallResult.Of(call.Result) : CallResult.Of(call.Exception?.InnerException ?? new TaskCanceledException(call));
    }

    public void Complete(CallResult result)
    {
        if (result.Failure is { } failure) _answer.SetException(failure);
        else _answer.SetResult(result.Value);
    }
}
