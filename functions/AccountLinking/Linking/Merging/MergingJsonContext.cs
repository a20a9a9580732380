using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AccountLinking.Auth0.Http;

namespace AccountLinking.Linking.Merging;

[JsonSourceGenerationOptions(MaxDepth = Auth0Answer.MaxDepth)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class MergingJsonContext : JsonSerializerContext;
