using System.Net;
using System.Net.Sockets;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.Webhooks;

/// <summary>Requests that the service does not understand: a problem that names what is wrong and repeats nothing of it, and nobody is asked.</summary>
public sealed class BadRequestTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const int MaxBytes = 65_536;
    private const string UserIdRule = "'user_id' must be a user id: 'provider|id', at most 128 characters, none of them a control character, and no path segment '.' or '..'.";
    private const string TextRule = "must be a text of 1 to 128 characters, none of them a control character.";

    private static readonly string Long = new('x', 2_000);

    public static TheoryData<string> Malformed =>
    [
        "", " ", "{", "{}}", "[]", "null", "\"text\"", "12", "{'user_id': 1}", "{\"user_id\": \"auth0|x\",}", "// comment\n{}", "NaN",
        """{"user_id": "auth0|x", "user_id": "auth0|y", "connection": {"name": "swedish-bankid"}}""",
        """{"user_id": "auth0|x", "connection": {"name": "partner-portal", "n\u0061me": "swedish-bankid"}}""",
        """{"user_id": "auth0|x", "connection": {"name": "swedish-bankid"}, "\ud800": 1}""",
        string.Concat(Enumerable.Repeat("""{"a":""", 100)) + "1" + new string('}', 100),
    ];

    public static TheoryData<string> WrongUserIds =>
    [
        "1", "null", "true", "[]", "{}", "[\"auth0|x\"]", "\"\"", "\"auth0\"", "\"|\"", "\"|x\"", "\"auth0|\"", "\"auth0|x\\n\"", "\"auth0|x\\u0000\"", "\"auth0|\\u007f\"", "\"auth0|\\u0085\"",
        "\"auth0|\\ud800\"", "\"auth0|x/../y\"", "\"auth0|x/..\"", "\"auth0|x/./y\"", "\"auth0|x\\\\..\\\\y\"", $"\"auth0|{new string('x', 123)}\"", $"\"auth0|{new string('x', 2_000)}\"",
    ];

    public static TheoryData<string> WrongTexts => ["1", "true", "[]", "{}", "\"\"", "\"a\\nb\"", "\"a\\u0000\"", "\"\\udc00\"", $"\"{Long}\""];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_body_that_is_no_JSON_object_is_malformed(string body) =>
        await AssertProblemAsync(await PostAsync(body), 400, "malformed_json", "The body is not a JSON object in UTF-8.", field: null);

    [Fact]
    public async Task A_body_that_is_no_UTF8_is_refused()
    {
        byte[] body = [.. """{"user_id": "auth0|"""u8, 0xff, 0xfe, .. """ ", "connection": {"name": "x"}}"""u8];

        await AssertProblemAsync(await new SignedPost { Body = body }.SendAsync(Sandbox.Service), 400, "invalid_field", UserIdRule, "user_id");
    }

    [Theory]
    [MemberData(nameof(WrongUserIds))]
    public async Task A_user_id_that_is_none_is_named(string userId) =>
        await AssertProblemAsync(
            await PostAsync($$$"""{"user_id": {{{userId}}}, "connection": {"name": "swedish-bankid"}}"""), 400, "invalid_field", UserIdRule, "user_id");

    [Theory]
    [MemberData(nameof(WrongTexts))]
    public async Task A_text_that_is_none_is_named(string text)
    {
        foreach (var (field, body) in new[]
        {
            ("connection.name", $$$"""{"user_id": "auth0|x", "connection": {"name": {{{text}}}}}"""),
            ("connection.id", $$$"""{"user_id": "auth0|x", "connection": {"name": "swedish-bankid", "id": {{{text}}}}}"""),
            ("connection.strategy", $$$"""{"user_id": "auth0|x", "connection": {"name": "swedish-bankid", "strategy": {{{text}}}}}"""),
            ("transaction_id", $$$"""{"user_id": "auth0|x", "connection": {"name": "swedish-bankid"}, "transaction_id": {{{text}}}}"""),
        })
        {
            await AssertProblemAsync(await PostAsync(body), 400, "invalid_field", $"'{field}' {TextRule}", field);
        }
    }

    [Theory]
    [InlineData("""{"connection": {"name": "swedish-bankid"}}""", "user_id", UserIdRule)]
    [InlineData("""{"user_id": "auth0|x"}""", "connection", "'connection' must be an object.")]
    [InlineData("""{"user_id": "auth0|x", "connection": null}""", "connection", "'connection' must be an object.")]
    [InlineData("""{"user_id": "auth0|x", "connection": "swedish-bankid"}""", "connection", "'connection' must be an object.")]
    [InlineData("""{"user_id": "auth0|x", "connection": []}""", "connection", "'connection' must be an object.")]
    [InlineData("""{"user_id": "auth0|x", "connection": {}}""", "connection.name", $"'connection.name' {TextRule}")]
    [InlineData("""{"user_id": "auth0|x", "connection": {"name": null}}""", "connection.name", $"'connection.name' {TextRule}")]
    [InlineData("""{"user_id": "auth0|x", "connection": {"Name": "swedish-bankid"}}""", "connection.name", $"'connection.name' {TextRule}")]
    public async Task A_field_that_is_missing_is_named(string body, string field, string title) =>
        await AssertProblemAsync(await PostAsync(body), 400, "invalid_field", title, field);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/jsonp")]
    [InlineData("application/problem+json")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=utf-16")]
    public async Task Another_content_type_is_refused_before_anything_else(string? contentType)
    {
        var post = new SignedPost { ContentType = contentType, Body = new byte[MaxBytes + 1], Secret = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=" };

        await AssertProblemAsync(await post.SendAsync(Sandbox.Service), 415, "unsupported_media_type", "The body must be application/json in UTF-8.", field: null);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_before_its_signature_is_looked_at(bool isChunked)
    {
        var post = new SignedPost { Body = new byte[MaxBytes + 1], IsChunked = isChunked, Secret = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=" };

        await AssertProblemAsync(await post.SendAsync(Sandbox.Service), 413, "content_too_large", "The body may have at most 65536 bytes.", field: null);
    }

    [Fact]
    public async Task A_body_that_is_announced_as_too_large_is_not_waited_for()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Sandbox.Service.Host, Sandbox.Service.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync("POST /api/accounts/link HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 65537\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var answer = new StreamReader(socket.GetStream());

        Assert.Equal("HTTP/1.1 413 Payload Too Large", await answer.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_is_not_parsed_before_its_signature_is_good()
    {
        var answer = await new SignedPost { Body = "{"u8.ToArray(), Secret = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=" }.SendAsync(Sandbox.Service);

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    public async Task A_body_of_just_the_size_with_fields_that_nobody_knows_is_taken(string contentType)
    {
        const string Start = """{"user_id": "auth0|nobody", "later": {"x": [1]}, "transaction_id": null, "connection": {"name": "swedish-bankid", "id": null, "new": 1}, "pad": """;
        var body = Start + '"' + new string('x', MaxBytes - Start.Length - 3) + "\"}";

        var answer = await new SignedPost { Body = Encoding.UTF8.GetBytes(body), ContentType = contentType }.SendAsync(Sandbox.Service);

        Assert.Equal(MaxBytes, body.Length);
        Assert.Equal((HttpStatusCode.OK, "user_not_found"), (answer.Status, answer.Body.Text("reason")));
    }

    [Fact]
    public async Task A_body_that_breaks_off_leaves_the_service_as_it_was()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(Sandbox.Service.Host, Sandbox.Service.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync("POST /api/accounts/link HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), TestContext.Current.CancellationToken);
        }

        Assert.Equal(HttpStatusCode.OK, (await new SignedPost().SendAsync(Sandbox.Service)).Status);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for_longer_than_the_budget_and_is_the_callers_fault()
    {
        await using var stage = await Stage.StartAsync(("Webhooks:Budget", "00:00:02.1"));
        using var socket = new TcpClient();
        await socket.ConnectAsync(stage.Sandbox.Service.Host, stage.Sandbox.Service.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync("POST /api/accounts/link HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), TestContext.Current.CancellationToken);
        using var answer = new StreamReader(socket.GetStream());

        Assert.Equal("HTTP/1.1 408 Request Timeout", await answer.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GET", "/api/accounts/link", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/accounts/link", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/accounts/link/x", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/accounts", HttpStatusCode.NotFound)]
    [InlineData("POST", "/accounts/link", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/health/live", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/health/live", HttpStatusCode.OK)]
    public async Task Serves_just_its_routes(string method, string path, HttpStatusCode status)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Sandbox.Service, path));

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    private Task<ApiAnswer> PostAsync(string body) => new SignedPost { Body = Encoding.UTF8.GetBytes(body) }.SendAsync(Sandbox.Service);

    private async Task AssertProblemAsync(ApiAnswer answer, int status, string code, string title, string? field)
    {
        Assert.True((int)answer.Status == status, $"{answer.Status} {answer.Text}");
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.NotEmpty(answer.Body.Text("trace_id")!);
        var expected = JsonMap.Empty.With("type", "about:blank").With("title", title).With("status", (long)status).With("code", code);
        if (field is not null) expected = expected.With("field", field);
        ApiAssert.JsonEqual(expected.ToString(), answer.Body.Without("trace_id").ToElement());
        Assert.Equal(0, (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength());
    }
}
