using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tests.Tenant.Tokens;

public sealed class IdTokensTests : IDisposable
{
    private readonly SigningKey _key = new();
    private readonly TenantAddresses _addresses = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_profile_cannot_replace_the_protocol_claims()
    {
        _addresses.Bind(4010, httpsPort: null);
        var seconds = TestTenant.Now.ToUnixTimeSeconds();
        var profile = JsonMap.Parse("""{"email":"a@example.com","iss":"x","sub":"x","aud":"x","iat":1,"exp":1,"sid":"x","https://example.com/customer":7.0}""");

        var (token, claims) = new IdTokens(_key, _addresses, new ManualClock(TestTenant.Now)).Issue("auth0|anna", "sandbox-app", "session", profile);

        Assert.Equal(
            $$"""{"email":"a@example.com","iss":"http://127.0.0.1:4010/","sub":"auth0|anna","aud":"sandbox-app","iat":{{seconds}},"exp":{{seconds + 36_000}}"""
            + ""","sid":"session","https://example.com/customer":7.0}""",
            claims.ToString());
        Assert.Equal(claims.ToString(), Jwt.ParseWithoutVerification(token)!.Payload.ToString());
        Assert.True(_key.HasSigned(Jwt.ParseWithoutVerification(token)!));
    }
}
