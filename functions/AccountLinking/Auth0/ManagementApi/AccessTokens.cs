using System.Text.Json;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>The token of the Management API: fetched once for all requests that wait for it, kept until shortly before its end.</summary>
internal sealed partial class AccessTokens(ClientCredentialsGrant grant, IOptionsMonitor<WebhooksOptions> webhooks, TimeProvider clock, ILogger<AccessTokens> logger)
{
    /// <summary>A token is not used in the last minute of its life, or in the last tenth of a short one.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task<AccessToken>? _fetch;

    public async Task<AccessToken> GetAsync(RequestBudget budget)
    {
        try
        {
            return await Current().WaitAsync(budget.Reading);
        }
        catch (OperationCanceledException) when (budget.IsSpent)
        {
            throw Auth0Exception.BudgetExceeded();
        }
    }

    /// <summary>Auth0 does not take it: the next request fetches another. One that was fetched meanwhile stays.</summary>
    public void Drop(AccessToken token)
    {
        lock (_gate)
        {
            if (_fetch is { IsCompletedSuccessfully: true } && _fetch.Result == token) _fetch = null;
        }
    }

    private Task<AccessToken> Current()
    {
        lock (_gate)
        {
            // A fetch that failed is not kept: the next request tries again.
            var usable = _fetch is { IsCompleted: false } || (_fetch is { IsCompletedSuccessfully: true } && _fetch.Result.UsableUntil > clock.GetUtcNow());
            return usable ? _fetch! : _fetch = FetchAsync();
        }
    }

    /// <summary>With a time of its own: those who wait for it must not lose it when one of them hangs up.</summary>
    private async Task<AccessToken> FetchAsync()
    {
        await Task.Yield();
        using var budget = new RequestBudget(webhooks.CurrentValue.Budget, clock, CancellationToken.None);
        var answer = await grant.RequestAsync(budget);
        if (Read(answer) is { } token)
        {
            Log.Fetched(logger);
            return token;
        }

        throw Auth0Trouble.OfTokenRequest(answer);
    }

    private AccessToken? Read(Auth0Answer answer)
    {
        if (!answer.Succeeded || Json.Text(answer.Body, "access_token") is not { Length: > 0 } value) return null;
        var lifetime = Json.Property(answer.Body, "expires_in") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var seconds) && seconds is > 0 and < 31_536_000
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
        var leeway = lifetime / 10 < Leeway ? lifetime / 10 : Leeway;
        return new AccessToken(value, clock.GetUtcNow() + lifetime - leeway);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.Auth0TokenFetched, LogLevel.Information, "A new Management API token was fetched.", EventName = nameof(EventIds.Auth0TokenFetched))]
        public static partial void Fetched(ILogger logger);
    }
}
