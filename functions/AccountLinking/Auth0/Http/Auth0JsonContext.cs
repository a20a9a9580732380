using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Auth0.Http;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = Auth0Answer.MaxDepth)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(LinkIdentityRequest))]
[JsonSerializable(typeof(UserPatch))]
internal sealed partial class Auth0JsonContext : JsonSerializerContext;

internal sealed record TokenRequest(string GrantType, string ClientId, string ClientSecret, string Audience);

internal sealed record LinkIdentityRequest(string Provider, string UserId, string? ConnectionId);

internal sealed record UserPatch(JsonObject? UserMetadata, JsonObject? AppMetadata);
