using System.Net;
using System.Net.Http.Json;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Tests.Hosting;

public sealed class TenantCertificateTests(TlsFixture fixture) : IClassFixture<TlsFixture>
{
    private int Port => fixture.Sandbox.TenantOverTls!.Port;

    [Theory]
    [InlineData("example.com")]
    [InlineData("sandbox.localhost")]
    [InlineData("127.0.0.2")]
    [InlineData("::1")]
    public void Is_for_no_other_name(string host) => Assert.False(fixture.Certificate.MatchesHostname(host));

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public void Is_for_this_machine(string host) => Assert.True(fixture.Certificate.MatchesHostname(host));

    [Fact]
    public void Serves_TLS_and_vouches_for_nobody()
    {
        var extensions = fixture.Certificate.Extensions;

        var usage = Assert.Single(Assert.Single(extensions.OfType<X509EnhancedKeyUsageExtension>()).EnhancedKeyUsages.Cast<Oid>());
        Assert.Equal("1.3.6.1.5.5.7.3.1", usage.Value);
        var constraints = Assert.Single(extensions.OfType<X509BasicConstraintsExtension>());
        Assert.Equal((false, true), (constraints.CertificateAuthority, constraints.Critical));
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Assert.Single(extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
    }

    [Fact]
    public void Is_written_without_its_key() => Assert.False(fixture.Certificate.HasPrivateKey);

    [Fact]
    public async Task A_client_that_trusts_another_sandbox_does_not_reach_this_one()
    {
        using var other = TenantCertificate.Create(TimeProvider.System.GetUtcNow());
        using var http = TlsFixture.Trusting(other);

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetAsync($"https://localhost:{Port}/.well-known/jwks.json", TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.IsType<AuthenticationException>(error.InnerException);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_client_that_trusts_what_was_written_gets_a_token_that_is_good_there(string host)
    {
        using var http = TlsFixture.Trusting(fixture.Certificate);
        http.BaseAddress = new Uri($"https://{host}:{Port}");

        using var granted = await http.PostAsJsonAsync(
            "/oauth/token",
            new { grant_type = "client_credentials", client_id = "sandbox-client", client_secret = "sandbox-secret", audience = $"https://{host}:{Port}/api/v2/" },
            TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        var token = (await granted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var users = await http.GetAsync("/api/v2/users", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, users.StatusCode);
    }
}
