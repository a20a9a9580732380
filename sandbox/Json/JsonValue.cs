using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AccountLinking.Sandbox.Json;

/// <summary>Single JSON values: makes them, and says what they are.</summary>
public static class JsonValue
{
    /// <summary>Letters outside ASCII are written as they are, as JavaScript does (but for those outside the basic plane, which .NET escapes).</summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonSerializerOptions SerializerOptions = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What kind of value it is, in words.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
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
