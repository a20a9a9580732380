using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Control;

/// <summary>How the tenant behaves for everybody. The default is: at once, up to date and without limit.</summary>
/// <param name="Latency">Before each answer of the tenant.</param>
/// <param name="SearchLag">How far the search index is behind.</param>
public sealed record SandboxSettings(TimeSpan Latency, TimeSpan SearchLag, RateLimit? RateLimit)
{
    private const int MaxMs = 600_000;

    public static readonly SandboxSettings Default = new(TimeSpan.Zero, TimeSpan.Zero, RateLimit: null);

    /// <summary>What is left out has its default.</summary>
    public static SandboxSettings Parse(JsonMap body)
    {
        var fields = new JsonFields(body);
        var settings = new SandboxSettings(
            TimeSpan.FromMilliseconds(fields.OptionalInt("latency_ms", 0, MaxMs) ?? 0),
            TimeSpan.FromMilliseconds(fields.OptionalInt("search_lag_ms", 0, MaxMs) ?? 0),
            fields.OptionalFields("rate_limit") is { } limit ? ParseLimit(limit) : null);
        fields.RefuseUnknown();
        return settings;
    }

    public JsonMap ToJson() => JsonMap.From(JsonValue.From(new
    {
        latency_ms = (int)Latency.TotalMilliseconds,
        search_lag_ms = (int)SearchLag.TotalMilliseconds,
        rate_limit = RateLimit,
    }));

    private static RateLimit ParseLimit(JsonFields fields)
    {
        var limit = new RateLimit(
            fields.OptionalInt("burst", 1, 1_000_000) ?? throw new FieldException("'rate_limit.burst' is required: a whole number."),
            fields.OptionalNumber("per_second", 0.001, 1_000_000) ?? throw new FieldException("'rate_limit.per_second' is required: a number."));
        fields.RefuseUnknown();
        return limit;
    }
}
