using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AccountLinking.Auth0.Http;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>
/// The Management API token of the client credentials grant: fetched once for all requests that wait for it, kept until shortly
/// before its end. See https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens.
/// </summary>
internal sealed partial class AccessTokens
{
    private const string Call = "POST /oauth/token";

    /// <summary>A token is not used in the last minute of its life, or in the last tenth of a short one.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    private readonly Auth0Http _http;
    private readonly Auth0Calls _calls;
    private readonly IOptionsMonitor<Auth0Options> _options;
    private readonly IOptionsMonitor<WebhooksOptions> _webhooks;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SecretInUse<Credentials> _credentials;
    private readonly Lock _gate = new();
    private Task<AccessToken>? _fetch;

    public AccessTokens(
        Auth0Http http, Auth0Calls calls, IOptionsMonitor<Auth0Options> options, IOptionsMonitor<WebhooksOptions> webhooks, ISecrets secrets, TimeProvider clock, ILogger<AccessTokens> logger)
    {
        (_http, _calls, _options, _webhooks, _clock, _logger) = (http, calls, options, webhooks, clock, logger);
        _credentials = new SecretInUse<Credentials>(secrets, SecretUse.Auth0, () => new Credentials(options.CurrentValue.ClientId, options.CurrentValue.ClientSecret));
    }

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
            var usable = _fetch is { IsCompleted: false } || (_fetch is { IsCompletedSuccessfully: true } && _fetch.Result.UsableUntil > _clock.GetUtcNow());
            return usable ? _fetch! : _fetch = FetchAsync();
        }
    }

    /// <summary>With a time of its own: those who wait for it must not lose it when one of them hangs up.</summary>
    private async Task<AccessToken> FetchAsync()
    {
        await Task.Yield();
        using var budget = new RequestBudget(_webhooks.CurrentValue.Budget, _clock, CancellationToken.None);
        var answer = await AskAsync(budget);
        if (Read(answer) is { } token)
        {
            Log.Fetched(_logger);
            return token;
        }

        throw Auth0Trouble.OfTokenRequest(answer);
    }

    private async Task<Auth0Answer> AskAsync(RequestBudget budget)
    {
        try
        {
            return await _credentials.UseAsync(
                credentials => _calls.SendAsync(Call, Effort.Read, cancellation => RequestAsync(credentials, cancellation), budget),
                answer => answer.Succeeded ? true : answer.Status == HttpStatusCode.Unauthorized ? false : null,
                budget.Reading);
        }
        catch (OperationCanceledException) when (budget.IsSpent)
        {
            throw Auth0Exception.BudgetExceeded();
        }
    }

    private async Task<Auth0Answer> RequestAsync(Credentials credentials, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth/token")
        {
            Content = JsonContent.Create(new TokenRequest("client_credentials", credentials.ClientId, credentials.ClientSecret, _options.CurrentValue.Audience), Auth0JsonContext.Default.TokenRequest),
        };
        return await _http.SendAsync(request, cancellation);
    }

    private AccessToken? Read(Auth0Answer answer)
    {
        if (!answer.Succeeded || Json.Text(answer.Body, "access_token") is not { Length: > 0 } value) return null;
        var lifetime = Json.Property(answer.Body, "expires_in") is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var seconds) && seconds is > 0 and < 31_536_000
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;
        var leeway = lifetime / 10 < Leeway ? lifetime / 10 : Leeway;
        return new AccessToken(value, _clock.GetUtcNow() + lifetime - leeway);
    }

    private sealed record Credentials(string ClientId, string ClientSecret)
    {
        public override string ToString() => "***";
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.Auth0TokenFetched, LogLevel.Information, "A new Management API token was fetched.", EventName = nameof(EventIds.Auth0TokenFetched))]
        public static partial void Fetched(ILogger logger);
    }
}
