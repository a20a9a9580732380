using System.Text.Json;

namespace AccountLinking.Sandbox.Json;

/// <summary>Reads and writes JSON bodies.</summary>
public static class JsonHttp
{
    public const string ContentType = "application/json; charset=utf-8";

    /// <exception cref="JsonException">The body is not JSON, or not an object.</exception>
    public static async Task<JsonMap> ReadObjectAsync(this HttpRequest request)
    {
        using var document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        if (document.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException("The body must be a JSON object.");
        RefuseHalfCharacters(document.RootElement);
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

    /// <summary>
    /// Half a surrogate pair (<c>"\ud800"</c>) is JSON, but no text: .NET parses it and fails when it is read, which must not
    /// be somewhere in the middle of the work.
    /// </summary>
    private static void RefuseHalfCharacters(JsonElement value)
    {
        try
        {
            ReadAllText(value);
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException("A string holds half a character.", half);
        }
    }

    private static void ReadAllText(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) _ = value.GetString();
        if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) ReadAllText(item);
        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            _ = property.Name;
            ReadAllText(property.Value);
        }
    }
}
