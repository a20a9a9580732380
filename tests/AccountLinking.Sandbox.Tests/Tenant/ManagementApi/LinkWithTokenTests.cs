using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tests.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class LinkWithTokenTests : IDisposable
{
    private const string NotAToken = "Invalid token (link_with).";

    private readonly ManualClock _clock = new();
    private readonly SigningKey _key = new();
    private readonly TenantAddresses _addresses = new();

    public LinkWithTokenTests() => _addresses.Bind(httpPort: 4010, httpsPort: null);

    private string Issued => new IdTokens(_key, _addresses, _clock).Issue("google-oauth2|bo", "app", "session", JsonMap.Empty).Token;

    [Fact]
    public void Is_the_user_whom_the_application_s_own_id_token_names() => Assert.Equal("google-oauth2|bo", Subject(Issued));

    [Theory]
    [InlineData("not.a.token")]
    [InlineData("")]
    public void Refuses_what_is_no_token(string token) => Refuses(token, NotAToken);

    [Fact]
    public void Refuses_a_token_that_the_tenant_did_not_sign()
    {
        Refuses(TokenForge.SignedByAnotherKey(Issued), NotAToken);
        Refuses(TokenForge.WithPayload(Issued, claims => claims.With("sub", "auth0|victim")), NotAToken);
    }

    [Fact]
    public void Refuses_another_algorithm()
    {
        Refuses(TokenForge.WithHeader(Issued, header => header.With("alg", "none")), "JWT (link_with) must have an alg of RS256.");
        Refuses(TokenForge.SignedWithThePublicKey(Issued, _key.Jwks), "JWT (link_with) must have an alg of RS256.");
    }

    [Fact]
    public void Refuses_an_expired_token()
    {
        var token = Issued;
        _clock.Advance(IdTokens.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal("google-oauth2|bo", Subject(token));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Refuses(token, NotAToken);
    }

    [Theory]
    [InlineData("""{"aud": "other-app", "sub": "google-oauth2|bo"}""", "JWT (link_with) must have an aud claim that matches that of the calling token's azp.")]
    [InlineData("""{"aud": "http://127.0.0.1:4010/api/v2/", "sub": "google-oauth2|bo"}""", "JWT (link_with) contains an invalid aud claim.")]
    [InlineData("""{"sub": "google-oauth2|bo"}""", "JWT (link_with) contains an invalid aud claim.")]
    [InlineData("""{"aud": "app"}""", "JWT (link_with) must contains sub claim.")]
    [InlineData("""{"aud": "app", "sub": "bo"}""", "JWT (link_with) contains an invalid sub claim.")]
    public void Refuses_a_token_that_proves_nothing_to_the_caller(string claims, string message) =>
        Refuses(_key.Sign(JsonMap.Parse(claims).With("exp", (_clock.GetUtcNow() + IdTokens.Lifetime).ToUnixTimeSeconds())), message);

    public void Dispose() => _key.Dispose();

    private string Subject(string token) =>
        new LinkWithToken(_key, _addresses, _clock).Subject(JsonMap.Empty.With("link_with", token), new ApiCaller("app"));

    private void Refuses(string token, string message) => Assert.Equal(message, Assert.Throws<ManagementApiException>(() => Subject(token)).Message);
}
