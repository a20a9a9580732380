using System.Text.Json;

namespace AccountLinking.Sandbox.Json;

/// <summary>An answer with a JSON body.</summary>
public sealed class JsonResult(int status, Action<Utf8JsonWriter> write) : IResult
{
    public static JsonResult Of(JsonMap body, int status = StatusCodes.Status200OK) => new(status, body.WriteTo);

    public static JsonResult Of(IEnumerable<JsonMap> items, int status = StatusCodes.Status200OK) => new(status, writer => WriteArray(writer, items));

    public static void WriteArray(Utf8JsonWriter writer, IEnumerable<JsonMap> items)
    {
        writer.WriteStartArray();
        foreach (var item in items) item.WriteTo(writer);
        writer.WriteEndArray();
    }

    public Task ExecuteAsync(HttpContext httpContext) => httpContext.Response.WriteJsonAsync(status, write);
}
