namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>Who calls the Management API: the client that its access token was issued to (<c>azp</c>).</summary>
public sealed record ApiCaller(string ClientId);
