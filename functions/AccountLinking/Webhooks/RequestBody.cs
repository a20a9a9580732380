using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AccountLinking.Webhooks;

/// <summary>Reads the raw bytes of a request that must be JSON.</summary>
internal static class RequestBody
{
    public const int MaxBytes = 64 * 1024;

    /// <exception cref="RefusedException">It is not JSON, too large, or breaks off.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (!IsJson(request.ContentType)) throw RefusedException.WrongContentType();
        return await ReadBytesAsync(request, cancellation);
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<byte[]> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaxBytes) throw RefusedException.TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[8 * 1024];
        try
        {
            for (int count; (count = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
            {
                body.Write(buffer, 0, count);
                if (body.Length > MaxBytes) throw RefusedException.TooLarge();
            }
        }
        catch (BadHttpRequestException broken)
        {
            throw RefusedException.Unreadable(broken.StatusCode);
        }
        catch (OperationCanceledException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            throw RefusedException.Unreadable(StatusCodes.Status408RequestTimeout);
        }

        return body.ToArray();
    }
}
