namespace AccountLinking.Webhooks;

/// <summary>The answer of <c>GET /api/health/live</c>.</summary>
internal sealed record Liveness(string Status);
