using System.Net;
using System.Net.Http.Json;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Telemetry;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace AccountLinking.CrmSync.Customers;

/// <summary>
/// Asks the CRM about a phone number: in bounded time, once more where that may help at once, and not at all while it is down. Whatever goes wrong is an
/// answer, for a login depends on none of it.
/// </summary>
internal sealed partial class CrmClient : ICustomers
{
    private const string KeyHeader = "x-api-key";

    /// <summary>In telemetry.</summary>
    private const string Peer = "crm";
    private const string Call = "POST customer";

    /// <summary>When half of the questions of a minute went wrong, of five at least, it is asked no more for half a minute, and then once, to see.</summary>
    private const double FailureRatio = 0.5;
    private const int LeastQuestions = 5;
    private static readonly TimeSpan Sampling = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>A person waits to be logged in: a CRM that asks for more is left alone until then.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    /// <summary>For the lease and the second reading, before what it says is written.</summary>
    private static readonly TimeSpan TimeToPrepare = TimeSpan.FromMilliseconds(700);

    /// <summary>A CRM that had this long, or half of what there was, and did not answer, hangs, whoever's time it was that ended.</summary>
    private static readonly TimeSpan FairShare = TimeSpan.FromSeconds(1);
    private static readonly ResiliencePropertyKey<RequestBudget> BudgetKey = new("budget");

    private readonly HttpClient _http;
    private readonly IOptionsMonitor<CrmOptions> _options;
    private readonly ServiceTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly CrmPatience _patience;
    private readonly CircuitBreakerStateProvider _circuit = new();
    private readonly SecretInUse<string> _key;
    private readonly ResiliencePipeline<CrmAnswer> _pipeline;

    public CrmClient(HttpClient http, IOptionsMonitor<CrmOptions> options, ISecrets secrets, ServiceTelemetry telemetry, TimeProvider clock, ILogger<CrmClient> logger)
    {
        _key = new SecretInUse<string>(secrets, SecretUse.Crm, () => options.CurrentValue.ApiKey);
        (_http, _options, _telemetry, _clock, _logger, _patience) = (http, options, telemetry, clock, logger, new CrmPatience(clock));
        _pipeline = new ResiliencePipelineBuilder<CrmAnswer> { TimeProvider = clock }.AddRetry(Repeating()).AddCircuitBreaker(Breaking()).Build();
    }

    public async Task<CrmAnswer> FindAsync(PhoneNumber number, RequestBudget budget)
    {
        // What it says must be written afterwards.
        using var part = budget.Part(budget.Remaining - RequestBudget.WriteTime - TimeToPrepare);
        var answer = _patience.IsAsked ? new CrmAnswer.Failed(CrmFailure.NotAsked) : await FindWithinAsync(number, part);
        budget.Reading.ThrowIfCancellationRequested();
        if (answer is CrmAnswer.Failed failed) Log.Failed(_logger, failed.Why, CrmAdvice.For(failed));
        return answer;
    }

    /// <summary>Until when it has asked to be left alone; null: it has not.</summary>
    public DateTimeOffset? LeftAloneUntil => _patience.Until;

    /// <summary>It failed so often just now that logins do not ask it for a while.</summary>
    public bool IsGivenUp => _circuit.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Asks it once, also while logins do not.</summary>
    public Task<CrmAnswer> TryAsync(PhoneNumber number, RequestBudget budget) => AskAsync(number, budget);

    private async Task<CrmAnswer> FindWithinAsync(PhoneNumber number, RequestBudget part)
    {
        var context = ResilienceContextPool.Shared.Get(part.Reading);
        context.Properties.Set(BudgetKey, part);
        try
        {
            return await _pipeline.ExecuteAsync(static (_, call) => new ValueTask<CrmAnswer>(call.client.AskAsync(call.number, call.part)), context, (client: this, number, part));
        }
        catch (BrokenCircuitException)
        {
            return new CrmAnswer.Failed(CrmFailure.NotAsked);
        }
        catch (OperationCanceledException)
        {
            return new CrmAnswer.Failed(CrmFailure.NoTime);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private Task<CrmAnswer> AskAsync(PhoneNumber number, RequestBudget part) => _key.UseAsync(
        key => AskAsync(number, key, part),
        answer => answer switch
        {
            CrmAnswer.Failed { Why: CrmFailure.Unauthorized } => false,
            CrmAnswer.Failed => null,
            _ => true,
        },
        part.Reading);

    private async Task<CrmAnswer> AskAsync(PhoneNumber number, string key, RequestBudget part)
    {
        var options = _options.CurrentValue;
        var started = _clock.GetTimestamp();
        var fairShare = part.Remaining / 2 < FairShare ? part.Remaining / 2 : FairShare;
        using var hung = new CancellationTokenSource(options.Timeout, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(hung.Token, part.Reading);
        using var call = _telemetry.BeginCall(Peer, Call);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = JsonContent.Create(new CrmQuestion(number.Reveal(), Extended: true), CrmJsonContext.Default.CrmQuestion) };
            request.Headers.Add(KeyHeader, key);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            call.Answered((int)response.StatusCode);
            var answer = await ReadAsync(response, options, limit.Token);
            Tell(call, answer);
            return answer;
        }
        catch (OperationCanceledException) when (hung.IsCancellationRequested || (part.IsSpent && _clock.GetElapsedTime(started) >= fairShare))
        {
            call.Failed("timeout");
            return new CrmAnswer.Failed(CrmFailure.TimedOut);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            call.Failed("no_answer");
            part.Reading.ThrowIfCancellationRequested();
            return new CrmAnswer.Failed(CrmFailure.Unreachable);
        }
        catch (OperationCanceledException)
        {
            call.GivenUp();
            throw;
        }
    }

    private static void Tell(ObservedCall call, CrmAnswer answer)
    {
        // It is how a CRM says that it knows nobody of the number.
        if (answer is CrmAnswer.NotFound) call.Succeeded();
        if (answer is CrmAnswer.Failed { Why: CrmFailure.TooLarge }) call.Failed("too_large");
        if (answer is CrmAnswer.Failed { Why: CrmFailure.Unreadable }) call.Failed("unreadable");
    }

    private async Task<CrmAnswer> ReadAsync(HttpResponseMessage response, CrmOptions options, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                return await CrmBody.ReadAsync(response.Content, options.MaxBytes, cancellation);
            // A page is what servers and gateways say of an address that is wrong, and not what a CRM says of a number.
            case HttpStatusCode.NotFound when response.Content.Headers.ContentType?.MediaType != "text/html":
                return new CrmAnswer.NotFound();
            case HttpStatusCode.TooManyRequests:
                return new CrmAnswer.Failed(CrmFailure.RateLimited, status, Heeded(WaitOf(response)));
            case HttpStatusCode.ServiceUnavailable:
                return new CrmAnswer.Failed(CrmFailure.Unavailable, status, Heeded(WaitOf(response)));
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new CrmAnswer.Failed(CrmFailure.Unauthorized, status);
            default:
                return new CrmAnswer.Failed(status >= 500 ? CrmFailure.Broken : CrmFailure.Unexpected, status);
        }
    }

    private TimeSpan? Heeded(TimeSpan? wait)
    {
        if (wait is { } time) _patience.Ask(time);
        return wait;
    }

    private TimeSpan? WaitOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > _clock.GetUtcNow() => date - _clock.GetUtcNow(),
        { Date: not null } => TimeSpan.Zero,
        _ => null,
    };

    private RetryStrategyOptions<CrmAnswer> Repeating() => new()
    {
        MaxRetryAttempts = 1,
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is CrmAnswer.Failed failed && MayHelp(failed) && DelayOf(failed) <= LongestWait && DelayOf(failed) < args.Context.Properties.GetValue(BudgetKey, null!).Remaining),
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(DelayOf((CrmAnswer.Failed)args.Outcome.Result!)),
        OnRetry = args =>
        {
            _telemetry.CountRetry(Peer, Call);
            Log.Repeats(_logger, ((CrmAnswer.Failed)args.Outcome.Result!).Why, args.RetryDelay.TotalMilliseconds);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>A CRM that limits calls is asked again only when it has said when.</summary>
    private static bool MayHelp(CrmAnswer.Failed failed) => failed.Why is CrmFailure.Unreachable or CrmFailure.Unavailable || failed is { Why: CrmFailure.RateLimited, Wait: not null };

    private static TimeSpan DelayOf(CrmAnswer.Failed failed) => failed.Wait is { } wait && wait > RetryDelay ? wait : RetryDelay;

    private CircuitBreakerStrategyOptions<CrmAnswer> Breaking() => new()
    {
        FailureRatio = FailureRatio,
        MinimumThroughput = LeastQuestions,
        SamplingDuration = Sampling,
        BreakDuration = Break,
        StateProvider = _circuit,
        ShouldHandle = args => ValueTask.FromResult(IsDown(args.Outcome)),
        OnOpened = args =>
        {
            Log.Down(_logger, args.BreakDuration.TotalSeconds);
            return ValueTask.CompletedTask;
        },
        OnClosed = _ =>
        {
            Log.UpAgain(_logger);
            return ValueTask.CompletedTask;
        },
    };

    /// <summary>
    /// An answer that one customer's data make unreadable says nothing of the CRM. A probe that was broken off proves nothing either, and must not count as one that
    /// went well.
    /// </summary>
    private bool IsDown(Outcome<CrmAnswer> outcome) => outcome switch
    {
        { Exception: OperationCanceledException } => _circuit.CircuitState == CircuitState.HalfOpen,
        { Result: CrmAnswer.Failed { Why: CrmFailure.Unreachable or CrmFailure.TimedOut or CrmFailure.Unavailable or CrmFailure.Broken or CrmFailure.RateLimited } } => true,
        _ => false,
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.CrmFailed, LogLevel.Warning, "The CRM says nothing of a number ({Why}): {Advice}", EventName = nameof(EventIds.CrmFailed))]
        public static partial void Failed(ILogger logger, CrmFailure why, string advice);

        [LoggerMessage(EventIds.CrmRepeats, LogLevel.Warning, "The CRM did not answer ({Why}); it is asked again in {Milliseconds} ms.", EventName = nameof(EventIds.CrmRepeats))]
        public static partial void Repeats(ILogger logger, CrmFailure why, double milliseconds);

        [LoggerMessage(EventIds.CrmDown, LogLevel.Error, "The CRM fails again and again: it is not asked for {Seconds} s, and then once, to see. Logins go on with older data, or without claims.", EventName = nameof(EventIds.CrmDown))]
        public static partial void Down(ILogger logger, double seconds);

        [LoggerMessage(EventIds.CrmUpAgain, LogLevel.Information, "The CRM answers again.", EventName = nameof(EventIds.CrmUpAgain))]
        public static partial void UpAgain(ILogger logger);
    }
}
