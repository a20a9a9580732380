using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Control;

/// <summary>Signs exactly what it is told, however odd: for tests of tokens that the tenant would not issue, or not any more.</summary>
public static class TokenForging
{
    private const string OtherKey = "other";

    /// <exception cref="FieldException">A field is missing, mistyped or unknown.</exception>
    public static JsonMap Sign(JsonMap body, SigningKey tenantKey)
    {
        var fields = new JsonFields(body);
        var claims = fields.RequiredObject("claims");
        var header = fields.OptionalObject("header");
        var key = fields.OptionalText("key");
        fields.RefuseUnknown();
        if (key is null) return JsonMap.Empty.With("token", tenantKey.Sign(claims, header));
        if (key != OtherKey) throw new FieldException($"'key' must be {OtherKey}: a key that is not the tenant's; it is the tenant's unless given.");
        using var stranger = new RsaKey();
        return JsonMap.Empty.With("token", stranger.Sign(claims, header));
    }
}
