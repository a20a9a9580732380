using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class SandboxSettingsTests
{
    [Theory]
    [InlineData("""{"latency_ms": -1}""", "'latency_ms' must be a whole number between 0 and 600000.")]
    [InlineData("""{"latency_ms": "5"}""", "'latency_ms' must be a whole number, not a string.")]
    [InlineData("""{"latency_ms": 0.5}""", "'latency_ms' must be a whole number between 0 and 600000.")]
    [InlineData("""{"search_lag_ms": 600001}""", "'search_lag_ms' must be a whole number between 0 and 600000.")]
    [InlineData("""{"search_lag": 1}""", "'search_lag' is not a known field; known here: latency_ms, search_lag_ms, rate_limit.")]
    [InlineData("""{"rate_limit": 5}""", "'rate_limit' must be an object, not a number.")]
    [InlineData("""{"rate_limit": {}}""", "'rate_limit.burst' is required: a whole number.")]
    [InlineData("""{"rate_limit": {"burst": 1}}""", "'rate_limit.per_second' is required: a number.")]
    [InlineData("""{"rate_limit": {"burst": 0, "per_second": 1}}""", "'rate_limit.burst' must be a whole number between 1 and 1000000.")]
    [InlineData("""{"rate_limit": {"burst": 1.5, "per_second": 1}}""", "'rate_limit.burst' must be a whole number between 1 and 1000000.")]
    [InlineData("""{"rate_limit": {"burst": 1, "per_second": 0}}""", "'rate_limit.per_second' must be between 0.001 and 1000000.")]
    [InlineData("""{"rate_limit": {"burst": 1, "per_second": "1"}}""", "'rate_limit.per_second' must be a number, not a string.")]
    [InlineData("""{"rate_limit": {"burst": 1, "per_second": 1, "per_minute": 1}}""", "'rate_limit.per_minute' is not a known field; known here: burst, per_second.")]
    public void Refuses(string body, string message) =>
        Assert.Equal(message, Assert.Throws<FieldException>(() => SandboxSettings.Parse(JsonMap.Parse(body))).Message);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"latency_ms": null, "search_lag_ms": null, "rate_limit": null}""")]
    [InlineData("""{"latency_ms": 0, "search_lag_ms": 0}""")]
    public void What_is_left_out_has_its_default(string body)
    {
        var settings = SandboxSettings.Parse(JsonMap.Parse(body));

        Assert.Equal(SandboxSettings.Default, settings);
        Assert.Equal("""{"latency_ms":0,"search_lag_ms":0,"rate_limit":null}""", settings.ToJson().ToString());
    }

    [Fact]
    public void Reads_and_writes_every_setting()
    {
        const string Json = """{"latency_ms":150,"search_lag_ms":600000,"rate_limit":{"burst":10,"per_second":0.5}}""";

        var settings = SandboxSettings.Parse(JsonMap.Parse(Json));

        Assert.Equal(new SandboxSettings(TimeSpan.FromMilliseconds(150), TimeSpan.FromMinutes(10), new RateLimit(10, 0.5)), settings);
        Assert.Equal(Json, settings.ToJson().ToString());
    }
}
