namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>An API of the tenant: Auth0 issues access tokens for it, with such of its scopes as are asked for.</summary>
/// <param name="Identifier">The audience of the tokens.</param>
public sealed record ResourceServer(string Identifier, IReadOnlyList<string> Scopes, TimeSpan TokenLifetime);
