using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>Reads the <c>authorize</c> of a control call: what an application would have asked of <c>/authorize</c>.</summary>
public static class AuthorizeFields
{
    private const int MaxSeconds = int.MaxValue;

    /// <exception cref="FieldException">A field is mistyped or unknown, or names what the tenant does not have.</exception>
    public static AuthorizationRequest Read(JsonFields fields, SeedData seed)
    {
        var clientId = fields.OptionalText("client_id");
        var audience = fields.OptionalText("audience");
        var scope = fields.OptionalText("scope");
        var request = new AuthorizationRequest
        {
            Application = clientId is null ? seed.Applications.Default : seed.Applications.Find(clientId)
                ?? throw new FieldException($"'{fields.Path("client_id")}' names no application of the tenant; it has {string.Join(", ", seed.Applications.All.Select(known => known.ClientId))}."),
            Api = audience is null ? null : seed.FindApi(audience)
                ?? throw new FieldException($"'{fields.Path("audience")}' names no API of the tenant; it has {string.Join(", ", seed.Apis.Select(known => known.Identifier))}."),
            Nonce = fields.OptionalText("nonce"),
            MaxAge = fields.OptionalInt("max_age", 0, MaxSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        fields.RefuseUnknown();
        return scope is null ? request : request with { Scopes = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
    }
}
