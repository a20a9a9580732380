using AccountLinking.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AccountLinking.Webhooks;

/// <summary>
/// Reads requests that must be signed, in this order: content type, size, raw bytes, signature, timestamp. Nothing of a body is
/// parsed before its signature is good.
/// </summary>
internal sealed class SignedRequest(IOptionsMonitor<WebhooksOptions> options, ISecrets vault, TimeProvider clock)
{
    public const int MaxBytes = 64 * 1024;

    /// <summary>The body; null when it is not signed, or not by one of the secrets, or not just now.</summary>
    /// <exception cref="BadRequestException">It is not JSON, too large, or breaks off.</exception>
    public async Task<byte[]?> ReadAsync(HttpRequest request, WebhookCaller caller, CancellationToken cancellation)
    {
        if (!IsJson(request.ContentType)) throw BadRequestException.WrongContentType();
        var body = await ReadBodyAsync(request, cancellation);
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

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes) throw BadRequestException.TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        try
        {
            for (int count; (count = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
            {
                body.Write(buffer, 0, count);
                if (body.Length > MaxBytes) throw BadRequestException.TooLarge();
            }
        }
        catch (BadHttpRequestException broken)
        {
            throw BadRequestException.Unreadable(broken.StatusCode);
        }
        catch (OperationCanceledException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw BadRequestException.Unreadable(StatusCodes.Status408RequestTimeout);
        }

        return body.ToArray();
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
