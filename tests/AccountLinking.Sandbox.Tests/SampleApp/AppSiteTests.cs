using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.SampleApp;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.SampleApp;

/// <summary>The address of the sample application, with files and packages of the test's own.</summary>
public sealed class AppSiteTests : IAsyncLifetime
{
    private const string Spa = "@auth0/auth0-spa-js/dist/auth0-spa-js.production.esm.js";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-app-");
    private RunningSandbox? _sandbox;
    private SandboxClient? _client;

    private RunningSandbox Sandbox => _sandbox!;

    public async ValueTask InitializeAsync()
    {
        Write("secret.html", "not the application's");
        Write("app/index.html", "<h1>Å</h1>");
        Write("app/app.js", "export {};");
        Write("app/app.css", "a {}");
        Write("app/icon.svg", "<svg/>");
        _sandbox = await RunningSandbox.StartAsync(
            SandboxOptions.OnFreePorts with { AppFolder = Path.Combine(_folder.FullName, "app"), AppPackagesFolder = Path.Combine(_folder.FullName, "packages") }, NullLoggerFactory.Instance);
        _client = new SandboxClient(_sandbox.App);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/none.html")]
    [InlineData("/../secret.html")]
    [InlineData("/%2e%2e/secret.html")]
    [InlineData("/..%2fsecret.html")]
    [InlineData("/..%5csecret.html")]
    [InlineData("/vendor/../secret.html")]
    public async Task What_is_not_there_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(path)).Status);

    [Theory]
    [InlineData("/vendor/auth0-spa-js.js")]
    [InlineData("/vendor/oauth4webapi.js")]
    [InlineData("/vendor/lodash.js")]
    [InlineData("/vendor/..%2f..%2fapp%2fapp.js")]
    public async Task Packages_that_are_not_installed_are_said_how_to_be_had(string path)
    {
        var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("The packages of the sample application are not installed. In the folder of the repository: npm ci --prefix sandbox/app", answer.Text);
    }

    [Fact]
    public async Task Packages_that_are_installed_are_served_as_they_are()
    {
        Write($"packages/{Spa}", "export class Auth0Client {}");
        Write("packages/oauth4webapi/build/index.js", "export const none = 0;");

        var (spa, oauth) = (await GetAsync("/vendor/auth0-spa-js.js"), await GetAsync("/vendor/oauth4webapi.js"));

        Assert.Equal(("export class Auth0Client {}", "export const none = 0;"), (spa.Text, oauth.Text));
        Assert.Equal("text/javascript; charset=utf-8", spa.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("/", "text/html", "<h1>Å</h1>")]
    [InlineData("/index.html", "text/html", "<h1>Å</h1>")]
    [InlineData("/?code=1&state=2", "text/html", "<h1>Å</h1>")]
    [InlineData("/app.js", "text/javascript", "export {};")]
    [InlineData("/app.css", "text/css", "a {}")]
    [InlineData("/icon.svg", "image/svg+xml", "<svg/>")]
    public async Task Files_are_served_by_what_they_are_and_not_stored(string path, string type, string content)
    {
        var answer = await GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, type, content), (answer.Status, answer.Headers["Content-Type"], answer.Text));
        Assert.Equal(("no-store", "nosniff", "no-referrer"), (answer.Headers["Cache-Control"], answer.Headers["X-Content-Type-Options"], answer.Headers["Referrer-Policy"]));
    }

    [Fact]
    public async Task Who_calls_it_localhost_is_led_to_the_address_that_tenant_and_service_know()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Sandbox.App };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/?code=1&state=2");
        request.Headers.Host = $"localhost:{Sandbox.App.Port}";

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Redirect, $"{Sandbox.App}?code=1&state=2"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task The_page_is_told_where_everything_is()
    {
        var config = (await GetAsync("/config.json")).Body;

        Assert.Equal(
            $$"""{"tenant":"{{Origin(Sandbox.Tenant)}}","service":"{{Origin(Sandbox.Service)}}","client_id":"sandbox-app","audience":"https://account-linking.example.com/"}""",
            config.ToString());
        // The SDK takes the issuer to be the domain and a slash.
        using var tenant = new SandboxClient(Sandbox.Tenant);
        Assert.Equal((await tenant.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Body.Text("issuer"), $"{config.Text("tenant")}/");
    }

    [Fact]
    public async Task The_page_may_ask_tenant_and_service_and_run_nothing_from_elsewhere() => Assert.Equal(
        $"default-src 'self'; connect-src 'self' {Origin(Sandbox.Tenant)} {Origin(Sandbox.Service)}; frame-src {Origin(Sandbox.Tenant)}; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        (await GetAsync("/")).Headers["Content-Security-Policy"]);

    [Fact]
    public void The_packages_are_looked_for_where_npm_puts_them() =>
        Assert.Equal(Path.Combine(Repository.Root, "sandbox", "app", "node_modules"), Path.GetFullPath(AppPackages.DefaultFolder));

    private Task<ApiAnswer> GetAsync(string path) => _client!.SendAsync(HttpMethod.Get, path);

    private void Write(string file, string content)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
