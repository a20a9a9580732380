namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>A token bucket: <paramref name="Burst"/> requests at once, refilled at <paramref name="PerSecond"/> a second.</summary>
public sealed record RateLimit(int Burst, double PerSecond);
