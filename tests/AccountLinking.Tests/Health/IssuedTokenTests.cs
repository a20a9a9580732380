using System.Buffers.Text;
using System.Text;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;

namespace AccountLinking.Tests.Health;

/// <summary>What a token is, by what it says of itself.</summary>
public sealed class IssuedTokenTests
{
    private const string Audience = "https://name.eu.auth0.com/api/v2/";

    private static readonly Auth0Options Options = new() { Domain = "name.eu.auth0.com", ClientId = "id" };

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d.e")]
    [InlineData("a.%%.c")]
    [InlineData("a.YQ.c")]
    [InlineData("a.W10.c")]
    public void What_is_no_JWT_is_opaque(string token) => Assert.Equal(IssuedToken.Kind.Opaque, IssuedToken.Of(token, "read:users", Options).Kind);

    [Theory]
    [InlineData("""{"aud": "id"}""", "IdToken")]
    [InlineData("""{"aud": ["id"]}""", "IdToken")]
    [InlineData("""{"aud": ["https://name.eu.auth0.com/api/v2/", "id"]}""", "IdToken")]
    [InlineData("""{"aud": "https://name.eu.auth0.com/api/v2/"}""", "ForManagementApi")]
    [InlineData("""{"aud": ["https://name.eu.auth0.com/userinfo", "https://name.eu.auth0.com/api/v2/"]}""", "ForManagementApi")]
    [InlineData("""{"aud": "https://name.eu.auth0.com/api/v2"}""", "ForAnotherApi")]
    [InlineData("""{"aud": "https://login.example.com/api/v2/"}""", "ForAnotherApi")]
    [InlineData("""{"aud": []}""", "ForAnotherApi")]
    [InlineData("""{"aud": [1, null, "\ud800"]}""", "ForAnotherApi")]
    [InlineData("""{"aud": 7}""", "ForAnotherApi")]
    [InlineData("{}", "ForAnotherApi")]
    public void Its_audience_tells_what_it_is_for(string claims, string kind) => Assert.Equal(kind, IssuedToken.Of(Token(claims), scope: null, Options).Kind.ToString());

    [Theory]
    [InlineData("""{"aud": "https://name.eu.auth0.com/api/v2/", "scope": "read:users update:users"}""", "read:clients", "read:users update:users")]
    [InlineData("""{"aud": "https://name.eu.auth0.com/api/v2/", "scope": ""}""", "read:clients", "")]
    [InlineData("""{"aud": "https://name.eu.auth0.com/api/v2/"}""", "read:users", "read:users")]
    [InlineData("""{"aud": "https://name.eu.auth0.com/api/v2/"}""", null, "")]
    [InlineData("""{"aud": "https://name.eu.auth0.com/api/v2/", "scope": "  read:users   "}""", null, "read:users")]
    [InlineData("""{"aud": "https://other.eu.auth0.com/api/v2/", "scope": "read:users"}""", "read:users", "")]
    public void What_it_says_itself_of_its_scopes_counts_most(string claims, string? scope, string granted) =>
        Assert.Equal(granted, string.Join(' ', IssuedToken.Of(Token(claims), scope, Options).Granted));

    [Fact]
    public void The_audience_that_it_must_have_is_that_of_the_tenants_own_address() => Assert.Equal(Audience, Options.Audience);

    private static string Token(string claims) => $"e30.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.c2lnbmF0dXJl";
}
