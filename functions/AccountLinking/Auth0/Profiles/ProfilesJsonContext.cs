using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Auth0.Profiles;

[JsonSourceGenerationOptions(MaxDepth = Auth0Answer.MaxDepth + DeeperInAnIdentity)]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ProfilesJsonContext : JsonSerializerContext
{
    /// <summary>What stood at the root stands in <c>identities[…].profileData</c>, once the account is absorbed.</summary>
    private const int DeeperInAnIdentity = 3;
}
