using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tests.Tenant.Tokens;

public sealed class AccessTokensTests : IDisposable
{
    private const string Audience = "http://127.0.0.1:4010/api/v2/";
    private const string WrongSignature = "Invalid signature received for JSON Web Token validation";
    private const string Expired = "Expired token received for JSON Web Token validation";

    private static readonly ClientApplication Client = new("sandbox-client", "secret", ["read:users", "update:users"], TimeSpan.FromMinutes(10));

    private readonly SigningKey _key = new();
    private readonly TenantAddresses _addresses = new();
    private readonly ManualClock _clock = new(TestTenant.Now);
    private readonly AccessTokens _tokens;

    public AccessTokensTests()
    {
        _addresses.Bind(4010, 4011);
        _tokens = new AccessTokens(_key, _addresses, _clock);
    }

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public void Rejects_garbage(string token) => Rejects("Invalid token", token);

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    [InlineData("rs256")]
    [InlineData("")]
    public void Rejects_another_algorithm(string algorithm)
    {
        var token = TokenForge.WithHeader(Issue(), header => header.With("alg", algorithm));

        Rejects("Invalid token", token);
        Rejects("Invalid token", TokenForge.WithSignature(token, []));
    }

    [Fact]
    public void Rejects_a_header_without_an_algorithm() =>
        Rejects("Invalid token", TokenForge.WithHeader(Issue(), header => header.Without("alg")));

    [Fact]
    public void Rejects_the_public_key_as_a_secret() =>
        Rejects("Invalid token", TokenForge.SignedWithThePublicKey(Issue(), _key.Jwks));

    [Fact]
    public void Rejects_what_was_tampered_with()
    {
        Rejects(WrongSignature, TokenForge.WithPayload(Issue(), payload => payload.With("scope", "delete:users")));
        Rejects(WrongSignature, TokenForge.WithPayload(Issue(), payload => payload.With("exp", long.MaxValue)));
        Rejects(WrongSignature, TokenForge.WithSignature(Issue(), []));
        Rejects(WrongSignature, TokenForge.WithSignature(Issue(), new byte[256]));
    }

    [Fact]
    public void Rejects_a_token_of_another_key()
    {
        using var other = new SigningKey();

        Rejects(WrongSignature, new AccessTokens(other, _addresses, _clock).Issue(Client, Audience));
        Rejects(WrongSignature, TokenForge.SignedByAnotherKey(Issue()));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4999/api/v2/")]
    [InlineData("http://127.0.0.1:4010/api/v2")]
    [InlineData("https://sandbox.eu.auth0.com/api/v2/")]
    [InlineData("")]
    public void Rejects_another_audience(string audience) => Rejects($"Bad audience: {audience}", _tokens.Issue(Client, audience));

    [Fact]
    public void Rejects_an_id_token()
    {
        var (token, _) = new IdTokens(_key, _addresses, _clock).Issue("auth0|anna", "sandbox-app", "session", JsonMap.Parse($$"""{"aud":"{{Audience}}","scope":"read:users"}"""));

        Rejects("Bad audience: sandbox-app", token);
    }

    [Fact]
    public void Rejects_a_token_without_an_audience() =>
        Rejects("Bad audience: ", _key.Sign(JsonMap.Empty.With("exp", long.MaxValue).With("scope", "read:users")));

    [Fact]
    public void Rejects_a_token_without_an_end() => Rejects(Expired, _key.Sign(JsonMap.Empty.With("aud", Audience)));

    [Fact]
    public void A_token_ends_exactly_when_it_says()
    {
        var token = Issue();

        _clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.IsType<AccessTokenResult.Accepted>(_tokens.Verify(token));

        _clock.Advance(TimeSpan.FromTicks(1));
        Rejects(Expired, token);
    }

    [Theory]
    [InlineData(Audience)]
    [InlineData("http://localhost:4010/api/v2/")]
    [InlineData("https://127.0.0.1:4011/api/v2/")]
    [InlineData("https://localhost:4011/api/v2/")]
    public void Accepts_a_token_for_any_address_of_the_tenant(string audience)
    {
        var accepted = Assert.IsType<AccessTokenResult.Accepted>(_tokens.Verify(_tokens.Issue(Client, audience)));

        Assert.Equal(["read:users", "update:users"], accepted.Scopes);
    }

    [Fact]
    public void Issues_auth0s_claims()
    {
        var seconds = TestTenant.Now.ToUnixTimeSeconds();

        Assert.Equal(
            $$"""{"iss":"http://127.0.0.1:4010/","sub":"sandbox-client@clients","aud":"{{Audience}}","iat":{{seconds}},"exp":{{seconds + 600}}"""
            + ""","azp":"sandbox-client","gty":"client-credentials","scope":"read:users update:users"}""",
            Jwt.ParseWithoutVerification(Issue())!.Payload.ToString());
    }

    private string Issue() => _tokens.Issue(Client, Audience);

    private void Rejects(string message, string token) =>
        Assert.Equal(new AccessTokenResult.Rejected(message), _tokens.Verify(token));
}
