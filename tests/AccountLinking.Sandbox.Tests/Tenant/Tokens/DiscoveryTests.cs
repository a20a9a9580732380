using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.Sandbox.Tests.Tenant.Tokens;

public sealed class DiscoveryTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task The_configuration_names_the_issuer_and_the_keys()
    {
        var configuration = (await Client.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration")).Body;

        Assert.Equal(Sandbox.Tenant.AbsoluteUri, configuration.Text("issuer"));
        Assert.Equal($"{Sandbox.Tenant.AbsoluteUri}oauth/token", configuration.Text("token_endpoint"));
        Assert.Equal($"{Sandbox.Tenant.AbsoluteUri}.well-known/jwks.json", configuration.Text("jwks_uri"));
        Assert.Equal($"{Sandbox.Tenant.AbsoluteUri}authorize", configuration.Text("authorization_endpoint"));
        Assert.Equal(("[\"code\"]", "[\"S256\"]"), (configuration["response_types_supported"].GetRawText(), configuration["code_challenge_methods_supported"].GetRawText()));
    }

    [Fact]
    public async Task The_published_key_verifies_an_access_token()
    {
        var key = (await Client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Body["keys"][0];
        var token = (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Body.Text("access_token")!.Split('.');
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
            Exponent = Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
        });

        Assert.True(rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Base64Url.DecodeFromChars(token[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Contains(key.GetProperty("kid").GetString()!, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token[0])), StringComparison.Ordinal);
        Assert.Equal(["kty", "use", "alg", "kid", "n", "e"], key.EnumerateObject().Select(property => property.Name));
    }
}
