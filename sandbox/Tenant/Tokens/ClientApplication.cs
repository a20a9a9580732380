namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>A machine-to-machine application with its grant for the Management API.</summary>
/// <param name="Scopes">What its tokens may do, in the order in which the token says so.</param>
/// <param name="TokenLifetime">24 hours at Auth0 unless the API says otherwise.</param>
public sealed record ClientApplication(string ClientId, string ClientSecret, IReadOnlyList<string> Scopes, TimeSpan TokenLifetime);
