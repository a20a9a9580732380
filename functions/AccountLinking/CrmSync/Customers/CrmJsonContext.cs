using System.Text.Json.Serialization;

namespace AccountLinking.CrmSync.Customers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CrmQuestion))]
internal sealed partial class CrmJsonContext : JsonSerializerContext;

internal sealed record CrmQuestion(string PhoneNumber, bool Extended);
