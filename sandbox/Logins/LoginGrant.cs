using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Authorization;

namespace AccountLinking.Sandbox.Logins;

/// <summary>A login that ended well: what its tokens say, whenever they are issued.</summary>
/// <param name="IdTokenClaims">The profile, and what the Action set.</param>
/// <param name="AccessTokenClaims">What the Action set.</param>
public sealed record LoginGrant(string UserId, LoginSession Session, AuthorizationRequest Request, JsonMap IdTokenClaims, JsonMap AccessTokenClaims);
