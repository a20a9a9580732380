using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Logins;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Health;

/// <summary>The lines about the tenant, the token and what it may do.</summary>
public sealed class Auth0ReadyTests
{
    [Theory]
    [InlineData("""{"status": 200, "body": {"access_token": "opaque-MARKER", "expires_in": 86400, "token_type": "Bearer"}}""", "fail token: Auth0 issued an opaque token, which its Management API does not take: it does so for a request without an audience. Check that nothing between the service and Auth0:Domain (a proxy, Auth0:BaseUrl) changes requests.")]
    [InlineData("""{"status": 403, "body": {"error": "access_denied", "error_description": "Service not enabled within domain: https://login.example.com/api/v2/"}}""", "fail token: Auth0 knows no Management API under Auth0:Domain, which is probably a custom domain: set it to the tenant's own domain, as in name.eu.auth0.com.")]
    [InlineData("""{"status": 403, "body": {"error": "access_denied", "error_description": "Client is not authorized to access MARKER"}}""", "fail token: Auth0 gives the application no token for the Management API: authorise it for that API with the scopes read:users update:users, and check that Auth0:Domain is the tenant's own domain, not a custom one.")]
    [InlineData("""{"status": 403, "body": {"error": "unauthorized_client", "error_description": "Grant type 'client_credentials' not allowed for the client."}}""", "fail token: The application may not use the client credentials grant: switch it on under Advanced Settings, Grant Types.")]
    [InlineData("""{"status": 429, "headers": {"retry-after": "30"}}""", "fail token: Auth0's rate limit is reached (POST /oauth/token): wait, or ask for fewer calls with Linking:RecheckAfter and the Action's list of connections.")]
    [InlineData("""{"status": 200, "body": "<html>MARKER</html>"}""", "fail token: Auth0 answered with status 200 and something that is not a token: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant.")]
    public async Task Trouble_with_the_token_is_told_by_its_cause(string fault, string line)
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync($$"""{"method": "POST", "path": "/oauth/token", "times": 20, {{fault.TrimStart('{')}}""");

        Assert.Equal([line], await stage.TroubleAsync());
    }

    [Fact]
    public async Task An_ID_token_in_place_of_an_access_token_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:ClientId", SandboxApplication.ClientId));
        var login = await stage.Client.LogInAsync("swedish-bankid", """{"sub": "anna", "ssn": "196802020575"}""");
        await IssueAsync(stage, login.Text("id_token")!);

        Assert.Equal(
            ["fail token: What was issued is an ID token, which is for the application itself and opens no API: check that Auth0:ClientId is a machine-to-machine application with the grant client credentials, and that nothing between the service and Auth0:Domain changes requests."],
            await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_token_for_another_audience_is_told()
    {
        await using var stage = await ReadyStage.StartAsync();
        // Good there, for it is another name of the same tenant; a service that asks by this one has another audience.
        var other = await stage.Client.RequestTokenAsync("sandbox-client", "sandbox-secret", $"http://localhost:{stage.Sandbox.Tenant.Port}/api/v2/");
        await IssueAsync(stage, other.Body.Text("access_token")!);

        Assert.Equal(
            ["fail token: The access token that was issued is for another API (its audience is not the Management API of Auth0:Domain): set Auth0:Domain to the tenant's own domain, not a custom one, and look at what the tenant does to this application's tokens."],
            await stage.TroubleAsync());
    }

    [Theory]
    [InlineData("read:users", "fail scopes: The application lacks update:users: authorise it for the Management API with exactly read:users update:users.")]
    [InlineData("update:users", "fail scopes: The application lacks read:users: authorise it for the Management API with exactly read:users update:users.")]
    [InlineData("read:users update:users delete:users read:clients", "fail scopes: The application may do more than it needs (delete:users, read:clients): take that away from it, so that exactly read:users update:users are left.")]
    public async Task Each_scope_that_is_missing_or_too_much_is_told(string scopes, string line)
    {
        await using var stage = await ReadyStage.StartWithScopesAsync(scopes.Split(' '));

        Assert.Equal([line], await stage.TroubleAsync());
    }

    [Theory]
    [InlineData("""{"status": 401, "body": {"message": "Bad audience: MARKER"}}""", "fail management_api: Auth0 refused the access token because it is for another audience: Auth0:Domain must be the tenant's own domain, not a custom one.")]
    [InlineData("""{"status": 401, "body": {"message": "Client is not global"}}""", "fail management_api: Auth0 was sent a token that is no access token for its Management API (an ID token, or one of another tenant): check Auth0:Domain and Auth0:BaseUrl.")]
    [InlineData("""{"status": 400, "body": {"message": "Bad HTTP authentication header format"}}""", "fail management_api: Auth0 was sent an opaque token, which the Management API does not take: it issues one where no audience was asked for; check Auth0:Domain.")]
    [InlineData("""{"status": 403, "body": {"message": "Insufficient scope, expected any of: read:users.", "errorCode": "insufficient_scope"}}""", "fail management_api: The application lacks the scope read:users: authorise it for the Management API with exactly read:users update:users.")]
    [InlineData("""{"status": 429, "headers": {"retry-after": "30"}}""", "fail management_api: Auth0's rate limit is reached (GET /api/v2/users): wait, or ask for fewer calls with Linking:RecheckAfter and the Action's list of connections.")]
    [InlineData("""{"status": 503}""", "fail management_api: Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page.")]
    [InlineData("""{"status": 200, "body": {"users": "MARKER"}}""", "fail management_api: Auth0 answered with status 200 and something that is not the result of GET /api/v2/users: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant.")]
    public async Task Whatever_the_Management_API_refuses_is_told_by_its_cause(string fault, string line)
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync($$"""{"method": "GET", "path": "/api/v2/users", "times": 20, {{fault.TrimStart('{')}}""");

        Assert.Equal([line], await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_secret_that_the_tenant_does_not_take_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:ClientSecret", "MARKER"));

        Assert.Equal(["fail token: Auth0 refused the client credentials: check Auth0:ClientId and Auth0:ClientSecret, and that the application is one of this tenant."], await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_domain_where_nobody_answers_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:BaseUrl", "http://127.0.0.1:9"));

        Assert.Equal(["fail tenant: Auth0 could not be reached, or did not answer in time: check Auth0:Domain, the network's way out, and Auth0's status page."], await stage.TroubleAsync());
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "The host in Auth0:Domain is not known: check its spelling, as in name.eu.auth0.com, and the network's DNS.")]
    [InlineData(HttpRequestError.SecureConnectionError, "The host in Auth0:Domain could not prove by its TLS certificate that it is the tenant: check the setting's spelling, and what intercepts TLS on the way.")]
    public async Task A_domain_that_is_not_known_or_not_proven_is_told(HttpRequestError error, string advice)
    {
        var options = SandboxOptions.OnFreePorts with { Compose = services => services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => new Unreachable(error))) };
        await using var stage = await ReadyStage.StartAsync(options, clock: null, ("Crm:Enabled", "false"));

        Assert.Equal([$"fail tenant: {advice}"], await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_domain_at_which_something_else_answers_is_told()
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync("""{"path": "/.well-known/openid-configuration", "status": 404, "body": "<html>MARKER</html>", "times": 20}""");

        Assert.Equal(["fail tenant: What answers at Auth0:Domain is no Auth0 tenant (status 404): check its spelling, as in name.eu.auth0.com, and Auth0:BaseUrl, which is for sandboxes alone."], await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_tenant_that_hangs_is_told()
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync("""{"path": "/.well-known/openid-configuration", "delay_ms": 60000, "times": 20}""");

        Assert.Equal(["fail tenant: Auth0 did not answer in time: look at its status page, and at the network's way to it."], await stage.TroubleAsync());
    }

    [Theory]
    [InlineData(10, "ahead of")]
    [InlineData(-10, "behind")]
    public async Task A_clock_that_is_off_is_told(int minutes, string direction)
    {
        var clock = new DemoClock();
        await using var stage = await ReadyStage.StartAsync(SandboxOptions.OnFreePorts, clock);
        clock.Advance(TimeSpan.FromMinutes(minutes));

        var line = Assert.Single(await stage.TroubleAsync());

        Assert.Matches($"^fail clock: This machine's clock is (59[0-9]|60[0-9]|610) seconds {direction} Auth0's: set it right", line);
    }

    /// <summary>What the token end point answers from now on.</summary>
    private static Task IssueAsync(ReadyStage stage, string token) =>
        stage.FailAsync($$"""{"method": "POST", "path": "/oauth/token", "status": 200, "body": {"access_token": "{{token}}", "scope": "read:users update:users", "expires_in": 86400, "token_type": "Bearer"}, "times": 20}""");

    /// <summary>What stands between the service and the network says why there is no way.</summary>
    private sealed class Unreachable(HttpRequestError error) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException(error, "MARKER");
    }
}
