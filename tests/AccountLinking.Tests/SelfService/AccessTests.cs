using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.SelfService;

/// <summary>Who may ask, how often, and from where.</summary>
public sealed class AccessTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    private const string Origin = "https://app.example.com";

    private static readonly (string Method, string Path, string? Body)[] Routes =
    [
        ("GET", "link-candidates", null), ("POST", "link-challenges", """{"handle": null}"""), ("POST", "identities", """{"id_token": "x", "primary": "this"}"""), ("DELETE", "identities/sms/1", null),
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Routes.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_a_token_nobody_is_anybody(int route)
    {
        var (method, path, body) = Routes[route];

        var answer = await Personal.SendAsync(new HttpMethod(method), path, token: null, body);

        AssertRefused(answer, 401, "invalid_token");
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_token_that_is_not_for_this_API_is_none(int route)
    {
        var (method, path, body) = Routes[route];

        var answer = await Personal.SendAsync(new HttpMethod(method), path, await People.AccessTokenAsync(This, """{"aud": "https://other.example.com/"}"""), body);

        AssertRefused(answer, 401, "invalid_token");
        Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_token_without_the_scope_is_not_enough(int route)
    {
        var (method, path, body) = Routes[route];
        var (has, needs) = method == "GET" ? ("link:identities", "read:link_candidates") : ("read:link_candidates", "link:identities");

        var answer = await Personal.SendAsync(new HttpMethod(method), path, await People.AccessTokenAsync(This, $$"""{"scope": "openid {{has}}"}"""), body);

        AssertRefused(answer, 403, "insufficient_scope");
        Assert.Equal($"Bearer error=\"insufficient_scope\", scope=\"{needs}\"", answer.Headers["WWW-Authenticate"]);
    }

    /// <summary>In an address it would end up in logs.</summary>
    [Fact]
    public async Task A_token_elsewhere_than_in_the_header_is_not_looked_at()
    {
        var token = await People.AccessTokenAsync(This);

        AssertRefused(await Personal.SendAsync(HttpMethod.Get, $"link-candidates?access_token={token}", token: null), 401, "invalid_token");
        AssertRefused(await Personal.SendAsync(HttpMethod.Get, "link-candidates", token: null, json: null, ("Authorization", $"Basic {token}")), 401, "invalid_token");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Where_no_audience_is_set_nobody_is_served(int route)
    {
        var (method, path, body) = Routes[route];
        await using var stage = await Stage.StartAsync(("Auth0:ApiAudience", ""));

        var answer = await new PersonalClient(stage.Sandbox.Service).SendAsync(new HttpMethod(method), path, await new People(stage.Sandbox, stage.Client).AccessTokenAsync(This), body);

        AssertRefused(answer, 404, "self_service_disabled");
    }

    [Fact]
    public async Task A_person_who_asks_too_often_waits_and_nobody_else_does()
    {
        await using var stage = await Stage.StartAsync(("SelfService:RequestsPerMinute", "5"));
        var (people, personal) = (new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service));
        var token = await people.AccessTokenAsync("sms|1", """{"azp": "another-application"}""");
        for (var request = 0; request < 5; request++) Assert.Equal(HttpStatusCode.OK, (await personal.ChallengeAsync(await people.AccessTokenAsync("sms|1"))).Status);

        var answer = await personal.ChallengeAsync(token);

        AssertRefused(answer, 429, "too_many_requests");
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], null), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await personal.ChallengeAsync(await people.AccessTokenAsync("sms|2"))).Status);
    }

    [Fact]
    public async Task After_a_while_the_person_may_ask_again()
    {
        await using var stage = await Stage.StartAsync(("SelfService:RequestsPerMinute", "60"));
        var (people, personal) = (new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service));
        var token = await people.AccessTokenAsync("sms|1");
        for (var isRefused = false; !isRefused;) isRefused = (await personal.ChallengeAsync(token)).Status == HttpStatusCode.TooManyRequests;

        await Eventually.IsSoAsync(async () => (await personal.ChallengeAsync(token)).Status == HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_browser_of_a_listed_origin_may_ask_and_read_also_refusals(int route)
    {
        var (method, path, body) = Routes[route];
        await using var stage = await Stage.StartAsync(("SelfService:Origins:0", Origin));
        var personal = new PersonalClient(stage.Sandbox.Service);

        var preflight = await PreflightAsync(personal, path, method, Origin);
        var answer = await personal.SendAsync(new HttpMethod(method), path, token: null, body, ("Origin", Origin));

        Assert.Equal((HttpStatusCode.NoContent, string.Empty), (preflight.Status, preflight.Text));
        Assert.Equal((Origin, method, "600"), (preflight.Headers["Access-Control-Allow-Origin"], preflight.Headers["Access-Control-Allow-Methods"], preflight.Headers["Access-Control-Max-Age"]));
        Assert.Equal(["Authorization", "Content-Type"], preflight.Headers["Access-Control-Allow-Headers"].Split(',', StringSplitOptions.TrimEntries));
        AssertRefused(answer, 401, "invalid_token");
        Assert.Equal(Origin, answer.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("Retry-After,WWW-Authenticate", answer.Headers["Access-Control-Expose-Headers"]);
        Assert.DoesNotContain("Access-Control-Allow-Credentials", answer.Headers.Keys);
    }

    [Theory]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("null")]
    public async Task A_browser_of_another_origin_reads_nothing(string origin)
    {
        await using var stage = await Stage.StartAsync(("SelfService:Origins:0", Origin));
        var personal = new PersonalClient(stage.Sandbox.Service);

        AssertNotAllowed(await PreflightAsync(personal, "link-candidates", "GET", origin));
        AssertNotAllowed(await personal.SendAsync(HttpMethod.Get, "link-candidates", token: null, json: null, ("Origin", origin)));
    }

    [Theory]
    [InlineData("accounts/link")]
    [InlineData("accounts/unlink")]
    [InlineData("crm/sync")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("openapi.json")]
    public async Task No_other_end_point_is_for_browsers(string path)
    {
        await using var stage = await Stage.StartAsync(("SelfService:Origins:0", Origin));
        var personal = new PersonalClient(stage.Sandbox.Service);

        var preflight = await PreflightAsync(personal, $"../{path}", "GET", Origin);

        Assert.Equal(HttpStatusCode.NotFound, preflight.Status);
        AssertNotAllowed(preflight);
        AssertNotAllowed(await personal.SendAsync(HttpMethod.Get, $"../{path}", token: null, json: null, ("Origin", Origin)));
    }

    private static Task<ApiAnswer> PreflightAsync(PersonalClient personal, string path, string method, string origin) => personal.SendAsync(
        HttpMethod.Options, path, token: null, json: null, ("Origin", origin), ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", "authorization,content-type"));

    private static void AssertNotAllowed(ApiAnswer answer) =>
        Assert.DoesNotContain(answer.Headers.Keys, header => header.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
}
