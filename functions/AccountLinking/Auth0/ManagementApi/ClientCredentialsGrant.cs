using System.Net;
using System.Net.Http.Json;
using AccountLinking.Auth0.Http;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>
/// Asks for a token of the Management API: RFC 6749, section 4.4, with the audience that Auth0 wants to know besides. See
/// https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens.
/// </summary>
internal sealed class ClientCredentialsGrant
{
    public const string Call = "POST /oauth/token";

    private readonly Auth0Http _http;
    private readonly Auth0Calls _calls;
    private readonly IOptionsMonitor<Auth0Options> _options;
    private readonly SecretInUse<Credentials> _credentials;

    public ClientCredentialsGrant(Auth0Http http, Auth0Calls calls, IOptionsMonitor<Auth0Options> options, ISecrets secrets)
    {
        (_http, _calls, _options) = (http, calls, options);
        _credentials = new SecretInUse<Credentials>(secrets, SecretUse.Auth0, () => new Credentials(options.CurrentValue.ClientId, options.CurrentValue.ClientSecret));
    }

    /// <returns>The last answer, whatever its status.</returns>
    /// <exception cref="Auth0Exception">There was none.</exception>
    public async Task<Auth0Answer> RequestAsync(RequestBudget budget)
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

    private sealed record Credentials(string ClientId, string ClientSecret)
    {
        public override string ToString() => "***";
    }
}
