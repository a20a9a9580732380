using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Health;

/// <summary>The line about people's tokens. Another sandbox is where the settings point besides the tenant; it calls itself by 127.0.0.1, whatever its address.</summary>
public sealed class SelfServiceReadyTests : IAsyncLifetime
{
    private const string SetIssuer = "so everybody's tokens are refused (401). Set Auth0:Issuer to what is the issuer at its /.well-known/openid-configuration, to the letter, as in https://login.example.com/.";
    private const string NobodyThere = "check its spelling, as in https://login.example.com/, that Auth0 has verified the custom domain, and the network's way out; leave it out where there is no custom domain.";

    private RunningSandbox _other = null!;

    public async ValueTask InitializeAsync() => _other = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync() => await _other.DisposeAsync();

    private string OtherName => $"http://localhost:{_other.Tenant.Port}/";

    [Fact]
    public async Task An_issuer_that_is_not_the_one_of_that_address_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:Issuer", OtherName));

        Assert.Equal([$"fail self_service: What is at Auth0:Issuer has another issuer than that, {SetIssuer}"], await stage.TroubleAsync());
    }

    [Fact]
    public async Task An_issuer_that_is_another_tenant_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:Issuer", _other.Tenant.AbsoluteUri));

        Assert.Equal(
            ["fail self_service: Auth0:Issuer is another tenant than Auth0:Domain: they have no signing key in common, so everybody's tokens are refused (401). Set it to the custom domain of that tenant, or leave it out where there is none."],
            await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_tenant_whose_issuer_is_not_its_own_domain_is_told_where_no_issuer_is_set()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:BaseUrl", OtherName));
        await SignInAsync();

        Assert.Equal([$"fail self_service: The tenant at Auth0:Domain has another issuer than its own address, {SetIssuer}"], await stage.TroubleAsync());
    }

    [Fact]
    public async Task An_issuer_where_nobody_answers_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:Issuer", "http://127.0.0.1:9/"));

        Assert.Equal([$"fail self_service: What is at Auth0:Issuer does not answer as a tenant: {NobodyThere}"], await stage.TroubleAsync());
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration", """{"status": 404, "body": "<html>MARKER</html>"}""", " (status 404)")]
    [InlineData("/.well-known/openid-configuration", """{"status": 200, "body": {"error": "MARKER"}}""", " (status 200)")]
    [InlineData("/.well-known/openid-configuration", """{"status": 503}""", " (status 503)")]
    [InlineData("/.well-known/openid-configuration", """{"delay_ms": 60000}""", "")]
    [InlineData("/.well-known/jwks.json", """{"status": 200, "body": {"keys": []}}""", " (status 200)")]
    [InlineData("/.well-known/jwks.json", """{"status": 404}""", " (status 404)")]
    public async Task An_issuer_at_which_something_else_answers_is_told_and_spoils_no_other_line(string path, string fault, string status)
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:Issuer", _other.Tenant.AbsoluteUri));
        using var other = new SandboxClient(_other.Tenant);
        await other.SetFaultAsync($$"""{"path": "{{path}}", "times": 20, {{fault.TrimStart('{')}}""");

        Assert.Equal([$"fail self_service: What is at Auth0:Issuer does not answer as a tenant{status}: {NobodyThere}"], await stage.TroubleAsync());
    }

    [Theory]
    [InlineData("""{"status": 200, "body": {"keys": []}}""", "What answers at Auth0:Domain has no signing keys to verify tokens with (status 200): check its spelling, as in name.eu.auth0.com, and Auth0:BaseUrl, which is for sandboxes alone.")]
    [InlineData("""{"status": 200, "body": {"keys": [{"kty": "EC", "kid": "MARKER", "crv": "P-256", "x": "AQ", "y": "AQ"}, {"kty": "RSA", "kid": "short", "n": "AQAB", "e": "AQAB"}]}}""", "What answers at Auth0:Domain has no signing keys to verify tokens with (status 200): check its spelling, as in name.eu.auth0.com, and Auth0:BaseUrl, which is for sandboxes alone.")]
    [InlineData("""{"status": 404, "body": "<html>MARKER</html>"}""", "What answers at Auth0:Domain has no signing keys to verify tokens with (status 404): check its spelling, as in name.eu.auth0.com, and Auth0:BaseUrl, which is for sandboxes alone.")]
    [InlineData("""{"status": 503}""", "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page.")]
    [InlineData("""{"delay_ms": 60000}""", "Auth0 did not answer in time: look at its status page, and at the network's way to it.")]
    public async Task A_tenant_without_a_key_to_verify_with_is_told(string fault, string advice)
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync($$"""{"path": "/.well-known/jwks.json", "times": 20, {{fault.TrimStart('{')}}""");

        Assert.Equal([$"fail self_service: {advice}"], await stage.TroubleAsync());
    }

    [Fact]
    public async Task It_is_told_also_where_the_services_own_token_is_not_to_be_had()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:ClientSecret", "MARKER"), ("Auth0:Issuer", OtherName));

        Assert.Equal(["token", "self_service"], (await stage.TroubleAsync()).Select(line => line.Split(' ')[1].TrimEnd(':')));
    }

    /// <summary>As a tenant with a custom domain: reached by one name, and known by another.</summary>
    [Fact]
    public async Task A_custom_domain_is_good_where_it_is_the_issuer_of_the_same_tenant()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:BaseUrl", OtherName), ("Auth0:Issuer", _other.Tenant.AbsoluteUri));
        await SignInAsync();

        Assert.Empty(await stage.TroubleAsync());
        Assert.Contains("""{"name":"self_service","status":"pass","message":"People's tokens can be verified: the tenant has keys for that, and the issuer is the one that is expected."}""", Unescaped(await stage.GetAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example.com", "google-oauth2", "")]
    [InlineData(null, "google-oauth2", " No browser may ask (SelfService:Origins is empty).")]
    [InlineData("https://app.example.com", null, " Nobody is told of other accounts (SelfService:Connections is empty).")]
    [InlineData(null, null, " No browser may ask (SelfService:Origins is empty). Nobody is told of other accounts (SelfService:Connections is empty).")]
    public async Task A_list_that_is_empty_is_right_and_is_told(string? origin, string? connection, string told)
    {
        await using var stage = await ReadyStage.StartAsync(("SelfService:Origins:0", origin), ("SelfService:Connections:0", connection), ("SelfService:Connections:1", null), ("SelfService:Connections:2", null));
        await stage.Client.InsertUserAsync("""{"user_id": "google-oauth2|anna"}""");

        Assert.Empty(await stage.TroubleAsync());
        Assert.Contains($$"""{"name":"self_service","status":"pass","message":"People's tokens can be verified: the tenant has keys for that, and the issuer is the one that is expected.{{told}}"}""", Unescaped(await stage.GetAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nobodys_application_is_served_nothing_is_looked_at()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:ApiAudience", null), ("Auth0:Issuer", "http://127.0.0.1:9/"));

        Assert.Empty(await stage.TroubleAsync());
        Assert.Contains("""{"name":"self_service","status":"skip","message":"Auth0:ApiAudience is not set: nobody's own application is served."}""", Unescaped(await stage.GetAsync()), StringComparison.Ordinal);
    }

    private static string Unescaped(ApiAnswer answer) => answer.Text.Replace("\\u0027", "'", StringComparison.Ordinal);

    /// <summary>Over each connection of the settings, as in the stage's own sandbox.</summary>
    private async Task SignInAsync()
    {
        using var other = new SandboxClient(_other.Tenant);
        await other.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|anna", "ssn": "196802020575"}""");
    }
}
