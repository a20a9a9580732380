using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Auth0.Tokens;

/// <summary>Asks the tenant for its signing keys.</summary>
internal sealed class JwksHttp(HttpClient http, TimeProvider clock)
{
    public const string Call = "GET /.well-known/jwks.json";

    /// <summary>Auth0's has two or three keys, of about two kilobytes each.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    public async Task<Auth0Answer> RequestAsync(CancellationToken cancellation)
    {
        // Whatever a token says, this is the only address.
        using var request = new HttpRequestMessage(HttpMethod.Get, ".well-known/jwks.json");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellation);
            return await Auth0Answer.ReadAsync(response, clock, cancellation);
        }
        catch (HttpRequestException tooLarge) when (tooLarge.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return new Auth0Answer(response.StatusCode, default, Wait: null);
        }
    }
}
