using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

public sealed class SdkLimitTests(NodeSdkFixture fixture) : NodeSdkTests(fixture)
{
    private const string User = """["auth0|5f7c8ec7c33c6c004bbafe82"]""";
    private const string GetUser = "GET /api/v2/users/auth0%7C5f7c8ec7c33c6c004bbafe82";

    private SdkClient Once => Service.With("maxRetries", JsonValue.Of(0));

    [Fact]
    public async Task An_empty_bucket_is_too_many_requests()
    {
        await LimitAsync(perSecond: "0.001");
        await Once.CallAsync("users.get", User);

        AssertError(
            "TooManyRequestsError",
            429,
            """{"statusCode":429,"error":"Too Many Requests","message":"Global limit has been reached","errorCode":"too_many_requests"}""",
            await Once.RefusalAsync("users.get", User));
    }

    [Fact]
    public async Task The_SDK_waits_until_the_bucket_is_refilled_when_the_answer_says_so()
    {
        await Service.CallAsync("users.get", User);
        await Control.ControlAsync(HttpMethod.Delete, "calls");
        // The second call comes long before the bucket is refilled, and its repetition would too, were it not told when.
        await LimitAsync(perSecond: "0.5");

        await Service.CallAsync("users.get", User);
        await Service.CallAsync("users.get", User);

        Assert.Equal([$"{GetUser} 200", $"{GetUser} 429", $"{GetUser} 200"], await CallsAsync());
    }

    [Fact]
    public async Task A_search_that_takes_too_long_is_service_unavailable()
    {
        const string Body =
            """{"statusCode":503,"error":"Service Unavailable","message":"The query exceeded the timeout. Please try refining your search criteria. See https://auth0.com/docs/best-practices/search-best-practices."}""";
        await Control.ControlAsync(HttpMethod.Post, "faults", $$"""{"method": "GET", "path": "/api/v2/users", "status": 503, "body": {{Body}}}""");

        AssertError("ServiceUnavailableError", 503, Body, await Once.RefusalAsync("users.list", """[{"q": "blocked:true", "search_engine": "v3"}]"""));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_error_without_a_status()
    {
        await Control.ControlAsync(HttpMethod.Post, "faults", """{"path": "/api/v2/users", "reset": true}""");

        var error = await Once.RefusalAsync("users.list", "[]");

        Assert.Equal(("ManagementError", null, "fetch failed"), (error.ClassName, error.StatusCode, error.SdkMessage));
    }

    private Task LimitAsync(string perSecond) =>
        Control.ControlAsync(HttpMethod.Put, "settings", $$$"""{"rate_limit": {"burst": 1, "per_second": {{{perSecond}}}}}""");
}
