using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Auth0.Http;

/// <summary>Sends requests to the tenant, by paths that are relative to it.</summary>
internal sealed class Auth0Http(HttpClient http, TimeProvider clock)
{
    /// <summary>Ten accounts of the largest size, and more.</summary>
    public const int MaxAnswerBytes = 4 * 1024 * 1024;

    public const string UserAgent = "account-linking";

    public async Task<Auth0Answer> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await http.SendAsync(request, cancellation);
        return await Auth0Answer.ReadAsync(response, clock, cancellation);
    }
}
