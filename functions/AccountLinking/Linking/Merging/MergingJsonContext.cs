using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AccountLinking.Linking.Merging;

[JsonSerializable(typeof(JsonObject))]
internal sealed partial class MergingJsonContext : JsonSerializerContext;
