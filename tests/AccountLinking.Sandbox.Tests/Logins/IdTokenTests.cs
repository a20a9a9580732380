using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tests.Actions;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class IdTokenTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Profile = """
        {
          "sub": "anna", "email": "anna@example.com", "email_verified": true, "name": "Anna Ek", "nickname": "anna", "given_name": "Anna",
          "family_name": "Ek", "picture": "https://example.com/anna.png", "phone_number": "+46701740699", "ssn": "196802020575"
        }
        """;

    [Fact]
    public async Task Is_signed_with_the_key_that_the_tenant_publishes()
    {
        var login = await Client.LogInAsync("google-oauth2", Profile);

        var parts = login.Text("id_token")!.Split('.');
        var header = JsonMap.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        var jwks = await Client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
        var key = Assert.Single(jwks.Body["keys"].EnumerateArray());
        Assert.Equal("RS256", header.Text("alg"));
        Assert.Equal(key.GetProperty("kid").GetString(), header.Text("kid"));
        Assert.True(Verifies(key, parts));
        Assert.False(Verifies(key, [parts[0], parts[1] + "A", parts[2]]));
    }

    [Fact]
    public async Task Holds_exactly_the_claims_that_the_answer_shows()
    {
        var login = await Client.LogInAsync("google-oauth2", Profile);

        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(login.Text("id_token")!.Split('.')[1]));
        Assert.Equal(payload, JsonMap.From(login["claims"]).ToString());
    }

    [Fact]
    public async Task Holds_the_protocol_claims_and_the_profile()
    {
        var clock = new ManualClock();
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(string.Empty, clock: clock);

        var claims = JsonMap.From((await sandbox.Client.LogInAsync("google-oauth2", Profile))["claims"]);

        Assert.Equal(sandbox.Sandbox.Tenant.AbsoluteUri, claims.Text("iss"));
        Assert.Equal("sandbox-app", claims.Text("aud"));
        Assert.Equal("google-oauth2|anna", claims.Text("sub"));
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), claims["iat"].GetInt64());
        Assert.Equal(clock.GetUtcNow().AddHours(10).ToUnixTimeSeconds(), claims["exp"].GetInt64());
        Assert.Matches("^[0-9a-f]{32}$", claims.Text("sid"));
        Assert.Equal("anna@example.com", claims.Text("email"));
        Assert.True(claims.IsTrue("email_verified"));
        Assert.Equal("Anna Ek", claims.Text("name"));
        Assert.Equal("2026-11-20T08:15:30.000Z", claims.Text("updated_at"));
        Assert.Equal(
            ["aud", "email", "email_verified", "exp", "family_name", "given_name", "iat", "iss", "name", "nickname", "picture", "sid", "sub", "updated_at"],
            claims.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Leaves_out_what_the_account_does_not_have()
    {
        var login = await Client.LogInAsync("swedish-bankid", """{"sub": "anna"}""");

        Assert.Equal(
            ["aud", "exp", "iat", "iss", "name", "sid", "sub", "updated_at"],
            JsonMap.From(login["claims"]).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Is_of_a_session_of_its_own()
    {
        var first = await Client.LogInAsync("google-oauth2", Profile);
        var second = await Client.LogInAsync("google-oauth2", Profile);

        Assert.NotEqual(first.Claim("sid").GetString(), second.Claim("sid").GetString());
    }

    private static bool Verifies(JsonElement key, string[] parts)
    {
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(key.GetProperty("n").GetString()),
            Exponent = Base64Url.DecodeFromChars(key.GetProperty("e").GetString()),
        });
        return rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
