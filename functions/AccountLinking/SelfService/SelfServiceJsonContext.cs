using System.Text.Json;
using System.Text.Json.Serialization;

namespace AccountLinking.SelfService;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CandidatesResponse))]
[JsonSerializable(typeof(ChallengeResponse))]
[JsonSerializable(typeof(ProofResponse))]
[JsonSerializable(typeof(SeparationResponse))]
internal sealed partial class SelfServiceJsonContext : JsonSerializerContext;
