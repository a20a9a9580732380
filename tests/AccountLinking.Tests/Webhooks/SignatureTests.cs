using System.Net;
using System.Text;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Webhooks;

/// <summary>Who is let in. Whatever is wrong is a 401 that says nothing, and nobody is asked.</summary>
public sealed class SignatureTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string OtherSecret = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=";

    private static readonly SignedPost Good = new();

    public static TheoryData<string, SignedPost> Spoiled => new()
    {
        { "no id", With("webhook-id", null) },
        { "no timestamp", With("webhook-timestamp", null) },
        { "no signature", With("webhook-signature", null) },
        { "an empty id", With("webhook-id", [""]) },
        { "an empty timestamp", With("webhook-timestamp", [""]) },
        { "an empty signature", With("webhook-signature", [""]) },
        { "an empty signature of the right version", With("webhook-signature", ["v1,"]) },
        { "two ids", With("webhook-id", ["msg_1", "msg_1"]) },
        { "two timestamps", With("webhook-timestamp", [Good.Timestamp, Good.Timestamp]) },
        { "another id", With("webhook-id", ["msg_2"]) },
        { "another timestamp", With("webhook-timestamp", [SignedPost.Seconds(DateTimeOffset.UtcNow.AddSeconds(-7))]) },
        { "another secret", Good with { Secret = OtherSecret } },
        { "a body changed by one byte", Good with { SignedBody = [.. Good.Body, (byte)' '] } },
        { "another version", With("webhook-signature", [Good.Sign().Replace("v1,", "v1a,", StringComparison.Ordinal)]) },
        { "no version", With("webhook-signature", [Good.Sign()[3..]]) },
        { "half a signature", With("webhook-signature", [Good.Sign()[..20]]) },
        { "no base64", With("webhook-signature", ["v1,!!!!"]) },
        { "the secret in place of the signature", With("webhook-signature", [$"v1,{ServiceDefaults.SigningSecret["whsec_".Length..]}"]) },
        { "a timestamp that is no number", Good with { Timestamp = "now" } },
        { "a timestamp with a fraction", Good with { Timestamp = $"{Good.Timestamp}.5" } },
        { "a timestamp with a sign", Good with { Timestamp = $"+{Good.Timestamp}" } },
        { "a negative timestamp", Good with { Timestamp = "-1" } },
        { "a timestamp in milliseconds", Good with { Timestamp = $"{Good.Timestamp}000" } },
        { "a timestamp beyond all time", Good with { Timestamp = "99999999999999999999" } },
        { "an old timestamp", Good with { Timestamp = SignedPost.Seconds(DateTimeOffset.UtcNow.AddMinutes(-6)) } },
        { "a timestamp that is to come", Good with { Timestamp = SignedPost.Seconds(DateTimeOffset.UtcNow.AddMinutes(6)) } },
    };

    public static TheoryData<string, SignedPost> Accepted => new()
    {
        { "as it should be", Good },
        { "beside other versions and other people's signatures", With("webhook-signature", [$"v1a,AAAA v2,AAAA {Good.Sign(OtherSecret)} {Good.Sign()}"]) },
        { "an id with dots and blanks", Good with { Id = "msg 1.2.3" } },
        { "nearly too old", Good with { Timestamp = SignedPost.Seconds(DateTimeOffset.UtcNow.AddMinutes(-4)) } },
        { "nearly too new", Good with { Timestamp = SignedPost.Seconds(DateTimeOffset.UtcNow.AddMinutes(4)) } },
        { "in a body that is chunked", Good with { IsChunked = true } },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task Returns_401_and_nothing_else_for(string what, SignedPost post)
    {
        var answer = await post.SendAsync(Sandbox.Service);

        Assert.True(answer.Status == HttpStatusCode.Unauthorized, what);
        Assert.Empty(answer.Text);
        Assert.False(answer.Headers.ContainsKey("WWW-Authenticate"));
        Assert.Equal(0, (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task Takes_a_signature(string what, SignedPost post)
    {
        var answer = await post.SendAsync(Sandbox.Service);

        Assert.True(answer.Status == HttpStatusCode.OK, what + answer.Text);
    }

    [Fact]
    public async Task Takes_a_request_again_that_it_has_seen_before()
    {
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.OK, (await Good.SendAsync(Sandbox.Service)).Status);
    }

    [Fact]
    public async Task Takes_every_secret_that_is_configured_and_no_other()
    {
        await using var sandbox = await RunningSandbox.StartAsync(
            SandboxOptions.OnFreePorts with { ServiceSettings = new Dictionary<string, string?> { ["Webhooks:SigningSecrets:1"] = OtherSecret, ["Webhooks:Tolerance"] = "00:00:30" } },
            NullLoggerFactory.Instance);

        foreach (var secret in (string[])[ServiceDefaults.SigningSecret, OtherSecret])
            Assert.Equal(HttpStatusCode.OK, (await (Good with { Secret = secret, Timestamp = SignedPost.Seconds(DateTimeOffset.UtcNow) }).SendAsync(sandbox.Service)).Status);
        var third = Good with { Secret = "whsec_" + Convert.ToBase64String(Encoding.UTF8.GetBytes("a third secret, which nobody knows")) };
        Assert.Equal(HttpStatusCode.Unauthorized, (await third.SendAsync(sandbox.Service)).Status);
        var old = Good with { Timestamp = SignedPost.Seconds(DateTimeOffset.UtcNow.AddMinutes(-1)) };
        Assert.Equal(HttpStatusCode.Unauthorized, (await old.SendAsync(sandbox.Service)).Status);
    }

    private static SignedPost With(string header, string[]? values) => Good with { Headers = new Dictionary<string, string[]?> { [header] = values } };
}
