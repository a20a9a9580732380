using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccountLinking.Functions.Triggers;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Functions.Tests.Triggers;

/// <summary>Each function answers as Kestrel does for the same request: status, headers and body.</summary>
public sealed partial class FunctionTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";
    /// <summary>Her access token, in place of a secret that signs.</summary>
    private const string Astrids = "a person's token";
    private const string Doris = "sms|63d17c4a8869daf88ed7db97";
    private static readonly string[] Volatile = ["Date", "Server", "Transfer-Encoding"];

    public static TheoryData<string, string, string?, int> Requests => new()
    {
        { "HealthLive", "", null, 200 },
        { "HealthReady", "", null, 200 },
        { "OpenApi", "", null, 200 },
        { "Link", $$"""{"user_id": "{{Astrid}}", "connection": {"name": "Username-Password-Authentication"} }""", ServiceDefaults.SigningSecret, 200 },
        { "Link", $$"""{"user_id": "{{Astrid}}", "connection": {"name": "Username-Password-Authentication"} }""", ServiceDefaults.OperationsSecret, 401 },
        { "Link", """{"connection": {"name": "x"}}""", ServiceDefaults.SigningSecret, 400 },
        { "Link", "{", ServiceDefaults.SigningSecret, 400 },
        { "Link", "", ServiceDefaults.SigningSecret, 400 },
        { "Link", "too large", ServiceDefaults.SigningSecret, 413 },
        { "Link", "as text", ServiceDefaults.SigningSecret, 415 },
        { "Unlink", """{"link_id": "nobody's"}""", ServiceDefaults.OperationsSecret, 404 },
        { "Unlink", """{"link_id": "nobody's"}""", ServiceDefaults.SigningSecret, 401 },
        { "CrmSync", $$"""{"user_id": "{{Doris}}"}""", ServiceDefaults.SigningSecret, 200 },
        { "CrmSync", """{"user_id": "auth0|nobody"}""", ServiceDefaults.SigningSecret, 404 },
        { "CrmSync", """{"user_id": "auth0|nobody"}""", null, 401 },
        { "LinkCandidates", "", Astrids, 200 },
        { "LinkCandidates", "", null, 401 },
        { "LinkChallenge", """{"handle": "none"}""", Astrids, 400 },
        { "LinkIdentity", """{"id_token": "none", "primary": "this"}""", Astrids, 400 },
        { "SeparateIdentity", "", Astrids, 409 },
        { "SeparateIdentity", "", null, 401 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Answers_as_Kestrel_does(string function, string body, string? secret, int status)
    {
        using var app = AppFixture.Build(Sandbox);
        var route = RouteTable.All.Single(route => route.Name == function);
        using var request = RequestOf(route, body, secret);
        if (secret == Astrids) await AuthorizeAsync(request);
        var content = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        var theirs = await AskAsync(app, route, request, content);
        // What the first may have noted on an account the other must not find.
        await Client.ControlAsync(HttpMethod.Post, "reset");
        var ours = await AskKestrelAsync(request);

        Assert.Equal(status, theirs.Status);
        Assert.Equal(ours, theirs);
    }

    [Fact]
    public async Task Trouble_is_told_as_Kestrel_tells_it()
    {
        await Client.ControlAsync(HttpMethod.Post, "faults", """{"path": "/oauth/token", "status": 403, "times": 20}""");
        using var app = AppFixture.Build(Sandbox);
        var body = $$"""{"user_id": "{{Astrid}}", "connection": {"name": "Username-Password-Authentication"} }""";
        using var request = RequestOf(RouteTable.Link, body, ServiceDefaults.SigningSecret);

        var answer = await AskAsync(app, RouteTable.Link, request, Encoding.UTF8.GetBytes(body));

        Assert.Equal((503, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Contains("\"auth0_forbidden\"", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>It lists users without a query, which nothing else does.</summary>
    [Fact]
    public async Task The_doctor_examines_by_Auth0s_SDK_as_well()
    {
        using var app = AppFixture.Build(ServiceDefaults.Settings(Sandbox.Tenant, Sandbox.Journal).Append(KeyValuePair.Create("Auth0:Client", (string?)"Sdk")));
        using var request = RequestOf(RouteTable.HealthReady, "", secret: null);

        var answer = await AskAsync(app, RouteTable.HealthReady, request, []);

        Assert.Equal(200, answer.Status);
        Assert.Contains("""{"name":"management_api","status":"pass",""", answer.Body, StringComparison.Ordinal);
    }

    private static HttpRequestMessage RequestOf(ServiceRoute route, string body, string? secret)
    {
        var path = route.Path.Replace("{provider}/{user_id}", Astrid.Replace('|', '/'), StringComparison.Ordinal);
        var request = new HttpRequestMessage(route.Method, $"{Routes.Prefix}/{path}");
        if (route.Method != HttpMethod.Post) return request;
        var bytes = body == "too large" ? new byte[(64 * 1024) + 1] : Encoding.UTF8.GetBytes(body);
        request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new(body == "as text" ? "text/plain" : "application/json") } };
        if (secret is null || !WebhookSecret.TryParse(secret, out var key)) return request;
        var now = DateTimeOffset.UtcNow;
        request.Headers.Add(WebhookSignature.IdHeader, "msg_1");
        request.Headers.Add(WebhookSignature.TimestampHeader, $"{now.ToUnixTimeSeconds()}");
        request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Create(key, "msg_1", now, bytes));
        return request;
    }

    private async Task AuthorizeAsync(HttpRequestMessage request)
    {
        var login = await Client.LogInAsync(
            "Username-Password-Authentication",
            $$"""{"sub": "{{Astrid["auth0|".Length..]}}"}""",
            """{"audience": "https://account-linking.example.com/", "scope": "openid read:link_candidates link:identities"}""");
        request.Headers.Authorization = new("Bearer", login.Text("access_token"));
    }

    private static async Task<Answer> AskAsync(IHost app, ServiceRoute route, HttpRequestMessage request, byte[] body)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = app.Services };
        (context.Request.Method, context.Request.Path) = (request.Method.Method, request.RequestUri!.OriginalString);
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = request.RequestUri.OriginalString;
        foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())) context.Request.Headers[name] = values.ToArray();
        context.Request.Body = new MemoryStream(body);
        context.Response.Body = answer;

        await (await RunAsync(route.Name, context.Request)).ExecuteAsync(context);

        return new Answer(
            context.Response.StatusCode, context.Response.ContentType, HeadersOf(context.Response.Headers.Select(header => (header.Key, header.Value.ToString()))), Plain(Encoding.UTF8.GetString(answer.ToArray())));
    }

    private static Task<IResult> RunAsync(string function, HttpRequest request) => function switch
    {
        "Link" => LinkFunction.RunAsync(request),
        "Unlink" => UnlinkFunction.RunAsync(request),
        "CrmSync" => CrmSyncFunction.RunAsync(request),
        "LinkCandidates" => LinkCandidatesFunction.RunAsync(request),
        "LinkChallenge" => LinkChallengeFunction.RunAsync(request),
        "LinkIdentity" => LinkIdentityFunction.RunAsync(request),
        "SeparateIdentity" => SeparateIdentityFunction.RunAsync(request),
        "HealthLive" => HealthLiveFunction.RunAsync(request),
        "HealthReady" => HealthReadyFunction.RunAsync(request),
        "OpenApi" => OpenApiFunction.RunAsync(request),
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    private async Task<Answer> AskKestrelAsync(HttpRequestMessage request)
    {
        using var http = new HttpClient { BaseAddress = Sandbox.Service };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            (int)answer.StatusCode,
            answer.Content.Headers.ContentType?.ToString(),
            HeadersOf(answer.Headers.Concat(answer.Content.Headers).Select(header => (header.Key, string.Join(", ", header.Value)))),
            Plain(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static string HeadersOf(IEnumerable<(string Name, string Value)> headers) => string.Join('\n', headers
        .Where(header => !Volatile.Contains(header.Name, StringComparer.OrdinalIgnoreCase) && header.Name != "Content-Length").Select(header => $"{header.Name}: {header.Value}").Order(StringComparer.Ordinal));

    /// <summary>Without what differs from one request to the next.</summary>
    private static string Plain(string body) => Differing().Replace(body, "${name}*");

    [GeneratedRegex("(?<name>\"(trace_id|last_update|checked_at)\":)\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Differing();

    private sealed record Answer(int Status, string? ContentType, string Headers, string Body);
}
