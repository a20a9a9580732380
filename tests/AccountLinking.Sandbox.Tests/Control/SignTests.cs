using System.Globalization;
using System.Net;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Webhooks;

namespace AccountLinking.Sandbox.Tests.Control;

/// <summary><c>POST /sandbox/sign</c>, for requests that are sent by hand.</summary>
public sealed class SignTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Body = """{"user_id": "auth0|5f7c8ec7c33c6c004bbafe82", "name": "Åsa" }""" + "\n";

    [Theory]
    [InlineData("action", ServiceDefaults.SigningSecret, ServiceDefaults.OperationsSecret)]
    [InlineData("operations", ServiceDefaults.OperationsSecret, ServiceDefaults.SigningSecret)]
    public async Task Signs_the_bytes_that_it_is_sent_with_the_secret_of_whoever_is_named(string caller, string secret, string other)
    {
        var before = DateTimeOffset.UtcNow;

        var answer = await SignAsync($"?as={caller}", Body);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["webhook_id", "webhook_timestamp", "webhook_signature"], answer.Body.Keys);
        Assert.True(IsGood(answer, secret, Body));
        Assert.False(IsGood(answer, other, Body));
        Assert.False(IsGood(answer, secret, Body.TrimEnd()));
        var signed = long.Parse(answer.Body.Text("webhook_timestamp")!, CultureInfo.InvariantCulture);
        Assert.InRange(signed, before.ToUnixTimeSeconds(), DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Names_each_request_otherwise() =>
        Assert.NotEqual((await SignAsync("?as=action", Body)).Body.Text("webhook_id"), (await SignAsync("?as=action", Body)).Body.Text("webhook_id"));

    [Fact]
    public async Task Signs_an_empty_body_and_one_that_is_no_JSON()
    {
        Assert.True(IsGood(await SignAsync("?as=action", string.Empty), ServiceDefaults.SigningSecret, string.Empty));
        Assert.True(IsGood(await SignAsync("?as=action", "{"), ServiceDefaults.SigningSecret, "{"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?as=")]
    [InlineData("?as=Action")]
    [InlineData("?as=somebody")]
    [InlineData("?as=action&as=operations")]
    public async Task Signs_for_nobody_else(string query)
    {
        var answer = await SignAsync(query, Body);

        Assert.Equal((HttpStatusCode.BadRequest, "'as' must be one of action, operations."), (answer.Status, answer.Body.Text("error")));
    }

    private static bool IsGood(ApiAnswer answer, string secret, string body) =>
        WebhookSecret.TryParse(secret, out var key)
        && WebhookSignature.Verify(
            [key],
            answer.Body.Text("webhook_id")!,
            answer.Body.Text("webhook_timestamp")!,
            answer.Body.Text("webhook_signature")!,
            Encoding.UTF8.GetBytes(body),
            DateTimeOffset.UtcNow,
            TimeSpan.FromMinutes(1));

    private Task<ApiAnswer> SignAsync(string query, string body) => Client.ControlAsync(HttpMethod.Post, $"sign{query}", body);
}
