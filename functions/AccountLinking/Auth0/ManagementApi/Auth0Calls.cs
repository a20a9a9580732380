using AccountLinking.Telemetry;
using Polly;
using Polly.Retry;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>Sends calls to the tenant, again and again while that is allowed and the budget lasts.</summary>
internal sealed partial class Auth0Calls
{
    private const int MaxRepeats = 3;
    private const string Peer = "auth0";

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly ResiliencePropertyKey<Work> WorkKey = new("work");

    private readonly ServiceTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<Auth0Answer> _repeating;

    public Auth0Calls(ServiceTelemetry telemetry, TimeProvider clock, ILogger<Auth0Calls> logger)
    {
        (_telemetry, _clock, _logger) = (telemetry, clock, logger);
        _repeating = new ResiliencePipelineBuilder<Auth0Answer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<Auth0Answer>
            {
                MaxRetryAttempts = MaxRepeats,
                ShouldHandle = args => ValueTask.FromResult(ShouldRepeat(args.Context.Properties.GetValue(WorkKey, null!), args.Outcome, args.AttemptNumber)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(DelayOf(args.Outcome, args.AttemptNumber)),
                OnRetry = args =>
                {
                    var work = args.Context.Properties.GetValue(WorkKey, null!);
                    work.Sent++;
                    _telemetry.CountRetry(Peer, work.Name);
                    Log.Repeats(_logger, work.Name, args.Outcome.Result?.Status.ToString() ?? "no answer", args.RetryDelay.TotalMilliseconds);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <param name="name">What is logged of it: nothing personal.</param>
    /// <param name="sendOnceAsync">One attempt, which makes its request anew.</param>
    /// <param name="sent">How often it was sent before, for another reason than those that are seen to here.</param>
    /// <returns>The last answer, whatever its status.</returns>
    /// <exception cref="Auth0Exception">There was no answer, or no time for one.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up during a read.</exception>
    public async Task<Auth0Answer> SendAsync(string name, Effort effort, Func<CancellationToken, Task<Auth0Answer>> sendOnceAsync, RequestBudget budget, int sent = 0)
    {
        EnsureRoom(effort, budget);
        var context = ResilienceContextPool.Shared.Get(budget.Reading);
        var work = new Work(name, effort, sendOnceAsync, budget) { Sent = sent };
        if (sent > 0) _telemetry.CountRetry(Peer, name);
        context.Properties.Set(WorkKey, work);
        try
        {
            return await _repeating.ExecuteAsync((_, work) => new ValueTask<Auth0Answer>(SendOnceAsync(work)), context, work);
        }
        catch (OperationCanceledException) when (budget.IsSpent)
        {
            throw Auth0Exception.BudgetExceeded(mayHaveTakenEffect: true);
        }
        catch (Exception failure) when (IsConnectionFailure(failure))
        {
            throw Auth0Trouble.OfNoAnswer(failure);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<Auth0Answer> SendOnceAsync(Work work)
    {
        EnsureRoom(work.Effort, work.Budget);
        using var hung = new CancellationTokenSource(LimitOf(work), _clock);
        // A change goes on when the caller hangs up.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(hung.Token, work.Effort is Effort.Read or Effort.Look ? work.Budget.Reading : work.Budget.Writing);
        using var call = _telemetry.BeginCall(Peer, work.Name, work.Sent);
        try
        {
            var answer = await work.SendOnceAsync(limit.Token);
            call.Answered((int)answer.Status);
            if (answer.Headroom is { } headroom) _telemetry.TellHeadroom(work.Name, headroom);
            return answer;
        }
        catch (OperationCanceledException late) when (!work.Budget.Reading.IsCancellationRequested)
        {
            call.Failed("timeout");
            throw new TimeoutException("Auth0 did not answer in time.", late);
        }
        catch (OperationCanceledException)
        {
            if (work.Budget.IsSpent) call.Failed("timeout");
            else call.GivenUp();
            throw;
        }
    }

    /// <summary>What may be asked again, or may be lost, is given up in time; a link is waited for as long as there is time at all.</summary>
    private static TimeSpan LimitOf(Work work) => work.Effort switch
    {
        Effort.Read or Effort.Look => work.Budget.ReadTime,
        Effort.Link => Timeout.InfiniteTimeSpan,
        _ => RequestBudget.WriteTime,
    };

    private static void EnsureRoom(Effort effort, RequestBudget budget)
    {
        if (effort == Effort.TakeBack && !budget.HasRoomToTakeBack) throw Auth0Exception.BudgetExceeded();
        if (effort is Effort.Change or Effort.Link or Effort.Note) budget.EnsureRoomToWrite();
    }

    private static bool ShouldRepeat(Work work, Outcome<Auth0Answer> outcome, int attemptNumber)
    {
        var mayHelp = work.Effort switch
        {
            Effort.Link => outcome.Result?.IsRateLimit ?? false,
            Effort.Note or Effort.Look => false,
            _ => outcome.Result?.IsPassing ?? IsConnectionFailure(outcome.Exception),
        };
        var needed = DelayOf(outcome, attemptNumber) + (work.Effort is Effort.Change or Effort.Link ? RequestBudget.WriteTime : TimeSpan.Zero);
        return mayHelp && needed < work.Budget.Remaining;
    }

    /// <summary>What Auth0 says, but no less than 0.1 s; else that, and twice as long each time.</summary>
    private static TimeSpan DelayOf(Outcome<Auth0Answer> outcome, int attemptNumber) =>
        outcome.Result?.Wait is { } wait ? (wait > FirstDelay ? wait : FirstDelay) : FirstDelay * Math.Pow(2, attemptNumber);

    private static bool IsConnectionFailure(Exception? failure) => failure is HttpRequestException or IOException or TimeoutException;

    private sealed record Work(string Name, Effort Effort, Func<CancellationToken, Task<Auth0Answer>> SendOnceAsync, RequestBudget Budget)
    {
        /// <summary>How often, by now.</summary>
        public int Sent { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.Auth0Repeats, LogLevel.Warning, "Auth0 answered {Call} with {Status}; it is asked again in {Milliseconds} ms.", EventName = nameof(EventIds.Auth0Repeats))]
        public static partial void Repeats(ILogger logger, string call, string status, double milliseconds);
    }
}
