using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>Access tokens that the tenant has signed, and what they say.</summary>
public sealed class AccessTokenTests(VerifierStage stage) : IClassFixture<VerifierStage>
{
    private const string AtJwt = """{"alg":"RS256","typ":"at+jwt","kid":"key-1"}""";

    /// <summary>A claim, and what it is in place of what is right. Null: it is missing. ISSUER is the tenant's.</summary>
    public static TheoryData<string, string?, string> Refusals => new()
    {
        { "iss", null, "malformed" }, { "iss", "null", "malformed" }, { "iss", "1", "malformed" }, { "iss", "[\"ISSUER\"]", "malformed" }, { "iss", "\"\\ud800\"", "malformed" },
        { "iss", "\"\"", "wrong_issuer" }, { "iss", "\"https://other.eu.auth0.com/\"", "wrong_issuer" }, { "iss", "\"ISSUERx\"", "wrong_issuer" }, { "iss", "\"ISSUER/\"", "wrong_issuer" }, { "iss", "\" ISSUER\"", "wrong_issuer" },
        { "aud", null, "malformed" }, { "aud", "null", "malformed" }, { "aud", "1", "malformed" }, { "aud", "true", "malformed" }, { "aud", "{}", "malformed" }, { "aud", "[]", "malformed" },
        { "aud", "[1]", "malformed" }, { "aud", "[null]", "malformed" }, { "aud", $"[\"{ClaimsText.Api}\",1]", "malformed" }, { "aud", $"[\"{ClaimsText.Api}\",null]", "malformed" },
        { "aud", $"[[\"{ClaimsText.Api}\"]]", "malformed" }, { "aud", $"{{\"{ClaimsText.Api}\":1}}", "malformed" }, { "aud", $"[\"{ClaimsText.Api}\",\"\\ud800\"]", "malformed" },
        { "aud", "\"\"", "wrong_audience" }, { "aud", "\"https://orders.example.com/\"", "wrong_audience" }, { "aud", "[\"https://orders.example.com/\",\"ISSUERuserinfo\"]", "wrong_audience" },
        { "aud", "\"https://ACCOUNT-linking.example.com/\"", "wrong_audience" }, { "aud", "\"https://account-linking.example.com\"", "wrong_audience" }, { "aud", $"\"{ClaimsText.Api} \"", "wrong_audience" }, { "aud", $"\"{ClaimsText.Api} x\"", "wrong_audience" },
        { "aud", "\"ISSUERapi/v2/\"", "is_management_token" }, { "aud", "[\"ISSUERapi/v2/\",\"ISSUERuserinfo\"]", "is_management_token" },
        { "aud", $"\"{ClaimsText.App}\"", "is_id_token" }, { "aud", $"[\"{ClaimsText.App}\"]", "is_id_token" }, { "aud", $"[\"{ClaimsText.Api}\",\"{ClaimsText.App}\"]", "is_id_token" },
        { "azp", null, "no_azp" }, { "azp", "\"\"", "no_azp" },
        { "azp", "null", "malformed" }, { "azp", "1", "malformed" }, { "azp", $"[\"{ClaimsText.App}\"]", "malformed" }, { "azp", "{}", "malformed" }, { "azp", "\"\\udc00\"", "malformed" },
        { "client_id", "1", "malformed" }, { "client_id", "null", "malformed" },
        { "exp", null, "malformed" }, { "exp", "null", "malformed" }, { "exp", "\"4102444800\"", "malformed" }, { "exp", "4102444800.0", "malformed" }, { "exp", "4102444800.5", "malformed" }, { "exp", "4.1024448e9", "malformed" },
        { "exp", "1e99", "malformed" }, { "exp", "1e400", "malformed" }, { "exp", "-1", "malformed" }, { "exp", "253402300800", "malformed" }, { "exp", "9223372036854775807", "malformed" }, { "exp", "9223372036854775808", "malformed" },
        { "exp", "99999999999999999999999999999999", "malformed" }, { "exp", "true", "malformed" }, { "exp", "[4102444800]", "malformed" }, { "exp", "{}", "malformed" },
        { "exp", "0", "expired" }, { "exp", "-0", "expired" },
        { "iat", null, "malformed" }, { "iat", "null", "malformed" }, { "iat", "\"1\"", "malformed" }, { "iat", "1.5", "malformed" }, { "iat", "-1", "malformed" }, { "iat", "1e9", "malformed" }, { "iat", "[]", "malformed" }, { "iat", "true", "malformed" },
        { "iat", "0", "too_old" }, { "iat", "253402300799", "not_yet_valid" },
        { "nbf", "null", "malformed" }, { "nbf", "\"1\"", "malformed" }, { "nbf", "1.5", "malformed" }, { "nbf", "-1", "malformed" }, { "nbf", "false", "malformed" }, { "nbf", "{}", "malformed" },
        { "nbf", "253402300799", "not_yet_valid" },
        { "sub", null, "malformed" }, { "sub", "null", "malformed" }, { "sub", "1", "malformed" }, { "sub", "[\"auth0|x\"]", "malformed" }, { "sub", "{}", "malformed" }, { "sub", "\"auth0|\\ud800\"", "malformed" },
        { "sub", "\"\"", "not_a_user" }, { "sub", "\"x\"", "not_a_user" }, { "sub", "\"auth0|\"", "not_a_user" }, { "sub", "\"auth0|..\"", "not_a_user" }, { "sub", "\"auth0|\\n\"", "not_a_user" },
        { "sub", $"\"{ClaimsText.App}@clients\"", "not_a_user" }, { "sub", "\"auth0|x@clients\"", "not_a_user" },
        { "gty", "\"client-credentials\"", "not_a_user" }, { "gty", "[\"client-credentials\"]", "not_a_user" }, { "gty", "[\"refresh_token\",\"client-credentials\"]", "not_a_user" },
        { "gty", "1", "malformed" }, { "gty", "null", "malformed" }, { "gty", "[null]", "malformed" }, { "gty", "{\"client-credentials\":true}", "malformed" },
        { "scope", "1", "malformed" }, { "scope", "null", "malformed" }, { "scope", "[\"link:identities\"]", "malformed" }, { "scope", "{}", "malformed" },
    };

    /// <summary>A claim of a time, how far it is from now, in seconds, and what becomes of the token.</summary>
    public static TheoryData<string, int, string> Times => new()
    {
        { "exp", -61, "expired" }, { "exp", -60, "expired" }, { "exp", -59, "accepted" }, { "exp", 0, "accepted" }, { "exp", 86400, "accepted" },
        { "nbf", 61, "not_yet_valid" }, { "nbf", 60, "accepted" }, { "nbf", -86400, "accepted" },
        { "iat", 61, "not_yet_valid" }, { "iat", 60, "accepted" }, { "iat", 0, "accepted" }, { "iat", -3660, "accepted" }, { "iat", -3661, "too_old" }, { "iat", -86400, "too_old" },
    };

    /// <summary>What is as good.</summary>
    public static TheoryData<string, string?> Same => new()
    {
        { "aud", $"\"{ClaimsText.Api}\"" }, { "aud", $"[\"{ClaimsText.Api}\"]" }, { "aud", $"[\"x\",\"{ClaimsText.Api}\",\"\"]" }, { "gty", "\"password\"" }, { "gty", "[\"refresh_token\",\"password\"]" }, { "gty", "[]" },
        { "permissions", "[]" }, { "auth_time", "1" }, { "https://example.com/x", "{\"sub\":\"auth0|x\"}" }, { "nbf", null }, { "client_id", "\"other\"" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Is_refused(string claim, string? raw, string code) =>
        Assert.Equal(code, await JudgeAsync(claim, raw?.Replace("ISSUER", stage.Issuer, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Times))]
    public async Task Is_good_for_its_time_and_a_minute_either_way(string claim, int seconds, string code) =>
        Assert.Equal(code, await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.With(claim, stage.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds))));

    [Theory]
    [InlineData(null, null)]
    [InlineData($"\"{ClaimsText.App}\"", null)]
    [InlineData($"\"{ClaimsText.App}\"", "\"other\"")]
    [InlineData(null, $"\"{ClaimsText.App}\"")]
    public async Task Is_refused_when_it_is_an_ID_token(string? azp, string? clientId)
    {
        var token = stage.IdToken.With("azp", azp).With("client_id", clientId);

        Assert.Equal("is_id_token", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(token)));
    }

    [Fact]
    public async Task Is_refused_with_a_claim_that_is_there_twice()
    {
        Assert.Equal("malformed", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.WithOnceMore("sub", "\"auth0|x\""))));
        Assert.Equal("malformed", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.WithOnceMore("sub", $"\"{ClaimsText.User}\""))));
        Assert.Equal("malformed", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.WithOnceMore("\\u0073ub", "\"auth0|x\""))));
    }

    [Theory]
    [MemberData(nameof(Same))]
    public async Task Is_taken_as_well(string claim, string? raw) => Assert.Equal("accepted", await JudgeAsync(claim, raw));

    [Fact]
    public async Task Says_whose_it_is_which_application_has_it_and_what_for()
    {
        var verdict = await stage.VerifyAccessTokenAsync(TokenSigner.Sign(stage.AccessToken));

        var token = Assert.IsType<AccessTokenVerdict.Accepted>(verdict).Token;
        Assert.Equal((UserId.Parse(ClaimsText.User), ClaimsText.App), (token.Subject, token.ClientId));
        Assert.Equal(["link:identities", "openid", "read:link_candidates"], token.Scopes.Order(StringComparer.Ordinal));
        Assert.Equal("***", $"{token}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public async Task May_be_for_nothing(string? scope)
    {
        var verdict = await stage.VerifyAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.With("scope", scope is null ? null : $"\"{scope}\"")));

        Assert.Empty(Assert.IsType<AccessTokenVerdict.Accepted>(verdict).Token.Scopes);
    }

    [Fact]
    public async Task Names_scopes_to_the_letter()
    {
        var verdict = await stage.VerifyAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.With("scope", "\"LINK:identities xlink:identities link:identities:x\"")));

        Assert.DoesNotContain("link:identities", Assert.IsType<AccessTokenVerdict.Accepted>(verdict).Token.Scopes);
    }

    /// <summary>The access token profile of RFC 9068, which an API in Auth0 may have: no <c>azp</c> and no <c>gty</c>.</summary>
    [Theory]
    [InlineData("at+jwt")]
    [InlineData("application/AT+JWT")]
    public async Task May_have_the_other_profile_of_Auth0(string type)
    {
        var claims = stage.AccessToken.With("azp", null).With("client_id", $"\"{ClaimsText.App}\"").With("jti", "\"73WakrfVbNJBaAmhQtEeDv\"");
        var header = AtJwt.Replace("at+jwt", type, StringComparison.Ordinal);

        var verdict = await stage.VerifyAccessTokenAsync(TokenSigner.Sign(claims, header));

        Assert.Equal(ClaimsText.App, Assert.IsType<AccessTokenVerdict.Accepted>(verdict).Token.ClientId);
        Assert.Equal("not_a_user", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(claims.With("sub", $"\"{ClaimsText.App}@clients\""), header)));
        Assert.Equal("no_azp", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.With("azp", null), header)));
    }

    [Fact]
    public async Task Of_an_application_is_refused_as_Auth0_issues_it()
    {
        var claims = stage.AccessToken.With("sub", $"\"{ClaimsText.App}@clients\"").With("gty", "\"client-credentials\"").With("aud", $"\"{ClaimsText.Api}\"");

        Assert.Equal("not_a_user", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(claims)));
    }

    [Fact]
    public async Task Is_refused_where_no_API_is_set()
    {
        await using var other = await VerifierStage.StartAsync(("Auth0:ApiAudience", string.Empty));

        Assert.Equal("wrong_audience", await other.JudgeAccessTokenAsync(TokenSigner.Sign(other.AccessToken)));
        Assert.Equal("wrong_audience", await other.JudgeAccessTokenAsync(TokenSigner.Sign(other.AccessToken.With("aud", "\"\""))));
    }

    [Fact]
    public void For_the_Management_API_is_refused_also_where_the_settings_say_that_this_is_it()
    {
        var (domain, api) = ("https://name.eu.auth0.com/", "https://name.eu.auth0.com/api/v2/");
        var claims = ClaimsText.OfAccessToken(domain, stage.Clock.GetUtcNow()).With("aud", $"\"{api}\"");

        var verdict = new TokenRules(domain, api, api, stage.Clock.GetUtcNow()).JudgeAccessToken(TokenClaims.TryRead(JsonElement.Parse($"{claims}"))!);

        Assert.Same(TokenFault.IsManagementToken, Assert.IsType<AccessTokenVerdict.Refused>(verdict).Fault);
    }

    [Fact]
    public async Task Has_the_issuer_that_is_set()
    {
        const string Custom = "https://login.example.com/";
        await using var other = await VerifierStage.StartAsync(("Auth0:Issuer", Custom));

        Assert.Equal("accepted", await other.JudgeAccessTokenAsync(TokenSigner.Sign(other.AccessToken.With("iss", $"\"{Custom}\""))));
        Assert.Equal("wrong_issuer", await other.JudgeAccessTokenAsync(TokenSigner.Sign(other.AccessToken)));
    }

    private Task<string> JudgeAsync(string claim, string? raw) => stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.With(claim, raw)));
}
