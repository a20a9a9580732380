using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AccountLinking.Functions.Auth0Sdk;

/// <summary>A value that the SDK passes on as it is. It writes other values down to 64 levels; databases under Auth0 hold 100, and people write their own metadata.</summary>
[JsonConverter(typeof(Converter))]
internal sealed class VerbatimJson(JsonNode value)
{
    private sealed class Converter : JsonConverter<VerbatimJson>
    {
        public override VerbatimJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("It is only written.");

        public override void Write(Utf8JsonWriter writer, VerbatimJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
    }

    private string Text { get; } = value.ToJsonString();
}
