using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccountLinking.Webhooks;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LinkResponse))]
[JsonSerializable(typeof(UnlinkResponse))]
[JsonSerializable(typeof(SyncResponse))]
[JsonSerializable(typeof(Liveness))]
[JsonSerializable(typeof(ReadyResponse))]
[JsonSerializable(typeof(Problem.Body), TypeInfoPropertyName = "ProblemBody")]
internal sealed partial class WebhooksJsonContext : JsonSerializerContext;
