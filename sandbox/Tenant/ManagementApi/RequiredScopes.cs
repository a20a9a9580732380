namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>An access token needs one of these scopes.</summary>
public sealed record RequiredScopes(params string[] AnyOf);
