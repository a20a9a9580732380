using AccountLinking.Auth0.Http;
using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Functions.Auth0Sdk;

/// <summary>
/// Keeps the answer of one call as Auth0 gave it. The SDK reads the ids of identities as numbers where they look like some, which loses leading zeros, and gives up an
/// answer in which anything is of another kind than documented. It also waits without end for a body that does not come; here it is read before the SDK sees it, under
/// the caller's time.
/// </summary>
internal sealed class AnswerKeeper(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
{
    /// <summary>Null: there was none.</summary>
    public Auth0Answer? Answer { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(Auth0Http.MaxAnswerBytes, cancellationToken);
            Answer = await Auth0Answer.ReadAsync(response, clock, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
