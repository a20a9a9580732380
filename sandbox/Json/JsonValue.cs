using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AccountLinking.Sandbox.Json;

/// <summary>Makes single JSON values.</summary>
public static class JsonValue
{
    /// <summary>Letters outside ASCII are written as they are, as Auth0 and every other JavaScript server does.</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonSerializerOptions SerializerOptions = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonElement Of(string value) => Write(writer => writer.WriteStringValue(value));

    public static JsonElement Of(bool value) => Write(writer => writer.WriteBooleanValue(value));

    public static JsonElement Of(long value) => Write(writer => writer.WriteNumberValue(value));

    public static JsonElement From<T>(T value) => JsonSerializer.SerializeToElement(value, SerializerOptions);

    public static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var bytes = ToUtf8(write);
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    public static ReadOnlyMemory<byte> ToUtf8(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions)) write(writer);
        return buffer.WrittenMemory;
    }
}
