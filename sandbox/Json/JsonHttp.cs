using System.Text.Json;

namespace AccountLinking.Sandbox.Json;

/// <summary>Reads and writes JSON bodies.</summary>
public static class JsonHttp
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <exception cref="JsonException">The body is not JSON, or not an object.</exception>
    public static async Task<JsonMap> ReadObjectAsync(this HttpRequest request)
    {
        if (request.Body.CanSeek && request.Body.Length == 0) throw new JsonException("It is empty.");
        using var document = await JsonDocument.ParseAsync(request.Body, JsonMap.ParseOptions);
        return JsonMap.From(document.RootElement);
    }

    public static Task WriteJsonAsync(this HttpResponse response, int status, Action<Utf8JsonWriter> write)
    {
        var body = JsonValue.ToUtf8(write);
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }

    public static Task WriteJsonAsync(this HttpResponse response, int status, JsonMap body) => response.WriteJsonAsync(status, body.WriteTo);
}
