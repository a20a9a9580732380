using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.TestSupport;

public static class ApiAssert
{
    /// <summary>The answer is Auth0's error body, with exactly these values.</summary>
    public static void Refused(ApiAnswer answer, HttpStatusCode status, string message, string? errorCode)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal("application/json; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Equal(message, answer.Body.Text("message"));
        Assert.Equal(errorCode, answer.Body.Text("errorCode"));
        Assert.Equal((int)status, answer.Body["statusCode"].GetInt32());
        Assert.Equal(ReasonOf(status), answer.Body.Text("error"));
    }

    public static void JsonEqual(string expected, JsonElement actual)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, actual), $"Expected {expected} but found {actual.GetRawText()}");
    }

    private static string ReasonOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => "Bad Request",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.TooManyRequests => "Too Many Requests",
        _ => status.ToString(),
    };
}
