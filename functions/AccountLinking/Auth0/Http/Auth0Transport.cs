using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace AccountLinking.Auth0.Http;

/// <summary>Sends calls to the tenant, again and again while that is allowed and the budget lasts.</summary>
internal sealed partial class Auth0Transport
{
    private const int MaxRepeats = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly ResiliencePropertyKey<RequestBudget> BudgetKey = new("budget");
    private static readonly ResiliencePropertyKey<Attempt> AttemptKey = new("attempt");

    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<Auth0Answer> _repeating;

    public Auth0Transport(HttpClient http, TimeProvider clock, ILogger<Auth0Transport> logger)
    {
        (_http, _clock, _logger) = (http, clock, logger);
        _repeating = new ResiliencePipelineBuilder<Auth0Answer> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<Auth0Answer>
            {
                MaxRetryAttempts = MaxRepeats,
                ShouldHandle = args => ValueTask.FromResult(ShouldRepeat(args.Context, args.Outcome, args.AttemptNumber)),
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(DelayOf(args.Outcome, args.AttemptNumber)),
                OnRetry = args =>
                {
                    Log.Repeats(_logger, args.Context.Properties.GetValue(AttemptKey, null!).Method.Method, args.Outcome.Result?.Status.ToString() ?? "no answer", args.RetryDelay.TotalMilliseconds);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <param name="token">The bearer token; null where none is needed.</param>
    /// <returns>The last answer, whatever its status.</returns>
    /// <exception cref="Auth0Exception">There was no answer, or no time for one.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up during a read.</exception>
    public async Task<Auth0Answer> SendAsync(Attempt attempt, string? token, RequestBudget budget)
    {
        EnsureRoom(attempt, budget);
        var context = ResilienceContextPool.Shared.Get(budget.Reading);
        context.Properties.Set(BudgetKey, budget);
        context.Properties.Set(AttemptKey, attempt);
        try
        {
            return await _repeating.ExecuteAsync((_, call) => new ValueTask<Auth0Answer>(SendOnceAsync(call.attempt, call.token, call.budget)), context, (attempt, token, budget));
        }
        catch (OperationCanceledException) when (budget.IsSpent)
        {
            throw Auth0Exception.BudgetExceeded(mayHaveTakenEffect: true);
        }
        catch (Exception failure) when (IsConnectionFailure(failure))
        {
            throw new Auth0Exception(
                TroubleCode.Unavailable,
                "Auth0 could not be reached, or did not answer in time: check Auth0:Domain, the network's way out, and Auth0's status page.",
                mayHaveTakenEffect: true,
                inner: failure);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<Auth0Answer> SendOnceAsync(Attempt attempt, string? token, RequestBudget budget)
    {
        EnsureRoom(attempt, budget);
        using var hung = new CancellationTokenSource(LimitOf(attempt, budget), _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(hung.Token, attempt.IsWrite ? budget.Writing : budget.Reading);
        using var request = new HttpRequestMessage(attempt.Method, attempt.Path) { Content = attempt.Content?.Invoke() };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await _http.SendAsync(request, limit.Token);
            return await Auth0Answer.ReadAsync(response, _clock, limit.Token);
        }
        catch (OperationCanceledException late) when (!budget.Reading.IsCancellationRequested)
        {
            throw new TimeoutException("Auth0 did not answer in time.", late);
        }
    }

    /// <summary>What may be asked again, or may be lost, is given up in time; a link is waited for as long as there is time at all.</summary>
    private static TimeSpan LimitOf(Attempt attempt, RequestBudget budget) => attempt.Effort switch
    {
        Effort.Read => budget.ReadTime,
        Effort.Link => Timeout.InfiniteTimeSpan,
        _ => RequestBudget.WriteTime,
    };

    private static void EnsureRoom(Attempt attempt, RequestBudget budget)
    {
        if (attempt.Effort == Effort.TakeBack && !budget.HasRoomToTakeBack) throw Auth0Exception.BudgetExceeded();
        if (attempt.Effort is Effort.Change or Effort.Link or Effort.Note) budget.EnsureRoomToWrite();
    }

    private static bool ShouldRepeat(ResilienceContext context, Outcome<Auth0Answer> outcome, int attemptNumber)
    {
        var (attempt, budget) = (context.Properties.GetValue(AttemptKey, null!), context.Properties.GetValue(BudgetKey, null!));
        var mayHelp = attempt.Effort switch
        {
            Effort.Link => outcome.Result?.IsRateLimit ?? false,
            Effort.Note => false,
            _ => outcome.Result?.IsPassing ?? IsConnectionFailure(outcome.Exception),
        };
        var needed = DelayOf(outcome, attemptNumber) + (attempt.Effort is Effort.Change or Effort.Link ? RequestBudget.WriteTime : TimeSpan.Zero);
        return mayHelp && needed < budget.Remaining;
    }

    /// <summary>What Auth0 says, but no less than 0.1 s; else that, and twice as long each time.</summary>
    private static TimeSpan DelayOf(Outcome<Auth0Answer> outcome, int attemptNumber) =>
        outcome.Result?.Wait is { } wait ? (wait > FirstDelay ? wait : FirstDelay) : FirstDelay * Math.Pow(2, attemptNumber);

    private static bool IsConnectionFailure(Exception? failure) => failure is HttpRequestException or IOException or TimeoutException;

    private static partial class Log
    {
        [LoggerMessage(EventIds.Auth0Repeats, LogLevel.Warning, "Auth0 answered a {Method} with {Status}; it is asked again in {Milliseconds} ms.")]
        public static partial void Repeats(ILogger logger, string method, string status, double milliseconds);
    }
}
