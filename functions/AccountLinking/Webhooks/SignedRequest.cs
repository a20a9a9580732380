using AccountLinking.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.Webhooks;

/// <summary>
/// Reads requests that must be signed, in this order: content type, size, raw bytes, signature, timestamp. Nothing of a body is
/// parsed before its signature is good.
/// </summary>
internal sealed class SignedRequest(IOptionsMonitor<WebhooksOptions> options, ISecrets vault, TimeProvider clock)
{
    /// <summary>The body; null when it is not signed, or not by one of the secrets, or not just now.</summary>
    /// <exception cref="RefusedException">It is not JSON, too large, or breaks off.</exception>
    public async Task<byte[]?> ReadAsync(HttpRequest request, WebhookCaller caller, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadAsync(request, cancellation);
        if (HeadersOf(request) is not { } headers) return null;
        var secrets = caller.SecretsIn(options.CurrentValue);
        if (IsSigned(headers, body, secrets)) return body;
        // Whoever calls may have a newer one than we do; for a request that is not of now nobody looks.
        if (!WebhookSignature.IsRecent(headers.Timestamp, clock.GetUtcNow(), options.CurrentValue.Tolerance)) return null;
        try
        {
            await vault.ReadAgainAsync(caller.Use, cancellation);
        }
        catch (OperationCanceledException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // The time is over, and the request is still not signed.
            return null;
        }

        var newer = caller.SecretsIn(options.CurrentValue);
        return !newer.SequenceEqual(secrets) && IsSigned(headers, body, newer) ? body : null;
    }

    private static (string Id, string Timestamp, string Signatures)? HeadersOf(HttpRequest request) =>
        request.Headers[WebhookSignature.IdHeader] is [{ } id] && request.Headers[WebhookSignature.TimestampHeader] is [{ } timestamp] && request.Headers[WebhookSignature.SignatureHeader] is [{ } signatures]
            ? (id, timestamp, signatures)
            : null;

    private bool IsSigned((string Id, string Timestamp, string Signatures) headers, byte[] body, string[] secrets) =>
        WebhookSignature.Verify(Parse(secrets), headers.Id, headers.Timestamp, headers.Signatures, body, clock.GetUtcNow(), options.CurrentValue.Tolerance);

    /// <summary>Parsed each time, because they may change while the service runs; that costs less than a microsecond.</summary>
    private static List<WebhookSecret> Parse(string[] secrets) =>
        [.. secrets.Select(text => WebhookSecret.TryParse(text, out var secret) ? secret : null).OfType<WebhookSecret>()];
}
