using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.SampleApp;

/// <summary>What the pages of the sample application have to know of where they are: <c>/config.json</c>.</summary>
/// <param name="Tenant">Without a slash at the end, as the domain of Auth0's SDK has none.</param>
/// <param name="Service">Without one either.</param>
/// <param name="Audience">Null where the seed file has no API.</param>
public sealed record AppConfig(string Tenant, string Service, string? Audience)
{
    public JsonMap ToJson() => JsonMap.Empty
        .With("tenant", Tenant)
        .With("service", Service)
        .With("client_id", SandboxApplication.ClientId)
        .With("audience", JsonValue.From(Audience));
}
