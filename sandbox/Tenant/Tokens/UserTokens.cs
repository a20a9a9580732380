using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>What an application gets for a login.</summary>
/// <param name="IdToken">Null when the scope <c>openid</c> was not asked for.</param>
/// <param name="Claims">Those of the ID token.</param>
/// <param name="Scope">What was granted.</param>
public sealed record UserTokens(string? IdToken, JsonMap? Claims, string AccessToken, string Scope, TimeSpan Lifetime)
{
    /// <summary>The answer of the token endpoint.</summary>
    public JsonMap ToJson()
    {
        var json = JsonMap.Empty.With("access_token", AccessToken);
        if (IdToken is not null) json = json.With("id_token", IdToken);
        return json.With("scope", Scope).With("expires_in", (long)Lifetime.TotalSeconds).With("token_type", "Bearer");
    }
}
