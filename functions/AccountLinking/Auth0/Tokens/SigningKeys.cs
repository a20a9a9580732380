using System.Net;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Auth0.Tokens;

/// <summary>
/// The tenant's signing keys: fetched when the first token comes, once for all requests that wait for them, and again when they are old or a token names one that is not
/// among them. Anybody can send such a token, so that is done only so often.
/// </summary>
internal sealed partial class SigningKeys(JwksHttp http, Auth0Calls calls, IOptionsMonitor<WebhooksOptions> webhooks, TimeProvider clock, ILogger<SigningKeys> logger)
{
    /// <summary>Between one fetch and the next, for whatever reason.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The same while there are no keys at all: nobody can be let in, and the tenant may be back at any moment.</summary>
    private static readonly TimeSpan PauseAfterTrouble = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<FetchedKeys>? _fetch;
    private FetchedKeys? _last;
    private DateTimeOffset _begunAt;

    /// <returns>Null: the tenant has no such key.</returns>
    /// <exception cref="Auth0Exception">There are no keys, or no time to get them.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up.</exception>
    public async Task<JsonWebKey?> FindAsync(string keyId, RequestBudget budget)
    {
        if (Last() is { } known && known.AreFresh(clock.GetUtcNow()) && known.Keys.Find(keyId) is { } key) return key;
        try
        {
            return (await FetchOnce().WaitAsync(budget.Reading)).Keys.Find(keyId);
        }
        catch (OperationCanceledException) when (budget.IsSpent)
        {
            throw Auth0Exception.BudgetExceeded();
        }
    }

    /// <summary>Those that were fetched last, also while others are being fetched: what one token needs must not hold up the rest.</summary>
    private FetchedKeys? Last()
    {
        lock (_gate) return _last;
    }

    /// <summary>The fetch that is under way, or the last one, or a new one.</summary>
    private Task<FetchedKeys> FetchOnce()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var last = Last();
            var pause = last?.AreUsable(now) == true ? Pause : PauseAfterTrouble;
            if (_fetch is { IsCompleted: false } || (_fetch is not null && (now - _begunAt).Duration() < pause)) return _fetch;
            _begunAt = now;
            return _fetch = FetchAsync(last is not null && last.AreUsable(now) ? last : null);
        }
    }

    /// <summary>With a time of its own: those who wait for it must not lose it when one of them hangs up.</summary>
    private async Task<FetchedKeys> FetchAsync(FetchedKeys? last)
    {
        await Task.Yield();
        using var budget = new RequestBudget(webhooks.CurrentValue.Budget, clock, CancellationToken.None);
        try
        {
            var answer = await calls.SendAsync(JwksHttp.Call, last is null ? Effort.Read : Effort.Look, http.RequestAsync, budget);
            var keys = (answer.Status == HttpStatusCode.OK ? JsonWebKeySet.TryRead(answer.Body) : null) ?? throw Auth0Trouble.OfSigningKeys(answer);
            Log.Fetched(logger, keys.Count);
            var fetched = new FetchedKeys(keys, clock.GetUtcNow());
            lock (_gate) _last = fetched;
            return fetched;
        }
        catch (Auth0Exception trouble) when (last is not null)
        {
            Log.NotFetched(logger, last.At, trouble.Message);
            return last;
        }
        catch (Auth0Exception late) when (late.Code == TroubleCode.BudgetExceeded)
        {
            // The time was the fetch's own, and not that of the request that is told about it.
            throw Auth0Trouble.OfNoAnswer(late);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.Auth0KeysFetched, LogLevel.Information, "The tenant's signing keys were fetched: {Count}.", EventName = nameof(EventIds.Auth0KeysFetched))]
        public static partial void Fetched(ILogger logger, int count);

        [LoggerMessage(EventIds.Auth0KeysNotFetched, LogLevel.Warning, "The tenant's signing keys could not be fetched again: {Advice} Those of {LastGood:u} are used, for a day at most.", EventName = nameof(EventIds.Auth0KeysNotFetched))]
        public static partial void NotFetched(ILogger logger, DateTimeOffset lastGood, string advice);
    }
}
