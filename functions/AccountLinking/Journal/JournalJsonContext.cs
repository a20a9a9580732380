using System.Text.Json;
using System.Text.Json.Serialization;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Journal.Leases;

namespace AccountLinking.Journal;

/// <summary>A profile stands some levels deeper in a record than in Auth0's answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = Auth0Answer.MaxDepth + 8, IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LinkRecord))]
[JsonSerializable(typeof(AccountEntry))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
