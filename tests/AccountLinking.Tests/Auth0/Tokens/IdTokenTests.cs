using AccountLinking.Auth0;
using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>ID tokens that the tenant has signed, and what they say.</summary>
public sealed class IdTokenTests(VerifierStage stage) : IClassFixture<VerifierStage>
{
    /// <summary>A claim, and what it is in place of what is right. Null: it is missing. ISSUER is the tenant's.</summary>
    public static TheoryData<string, string?, string> Refusals => new()
    {
        { "iss", null, "malformed" }, { "iss", "1", "malformed" }, { "iss", "\"https://other.eu.auth0.com/\"", "wrong_issuer" }, { "iss", "\"ISSUERx\"", "wrong_issuer" },
        { "aud", null, "malformed" }, { "aud", "null", "malformed" }, { "aud", "1", "malformed" }, { "aud", "{}", "malformed" }, { "aud", "[]", "malformed" }, { "aud", $"[\"{ClaimsText.App}\",1]", "malformed" },
        { "aud", "\"\"", "wrong_client" }, { "aud", "\"other\"", "wrong_client" }, { "aud", "[\"other\"]", "wrong_client" }, { "aud", $"\"{ClaimsText.App}x\"", "wrong_client" }, { "aud", $"\"{ClaimsText.App.ToLowerInvariant()}\"", "wrong_client" },
        { "aud", $"[\"{ClaimsText.App}\",\"other\"]", "wrong_client" },
        { "aud", $"\"{ClaimsText.Api}\"", "is_access_token" }, { "aud", $"[\"{ClaimsText.Api}\",\"ISSUERuserinfo\"]", "is_access_token" }, { "aud", $"[\"{ClaimsText.App}\",\"{ClaimsText.Api}\"]", "is_access_token" },
        { "scope", "\"openid\"", "is_access_token" }, { "scope", "\"\"", "is_access_token" }, { "scope", "1", "malformed" },
        { "azp", "\"other\"", "wrong_client" }, { "azp", "\"\"", "wrong_client" }, { "azp", "null", "malformed" }, { "azp", "1", "malformed" }, { "azp", $"[\"{ClaimsText.App}\"]", "malformed" },
        { "exp", null, "malformed" }, { "exp", "\"4102444800\"", "malformed" }, { "exp", "4102444800.0", "malformed" }, { "exp", "0", "expired" },
        { "iat", null, "malformed" }, { "iat", "\"1\"", "malformed" }, { "iat", "253402300799", "not_yet_valid" },
        { "nbf", "\"1\"", "malformed" }, { "nbf", "253402300799", "not_yet_valid" },
        { "sub", null, "malformed" }, { "sub", "1", "malformed" }, { "sub", "\"x\"", "not_a_user" }, { "sub", $"\"{ClaimsText.App}@clients\"", "not_a_user" }, { "gty", "\"client-credentials\"", "not_a_user" },
        { "nonce", null, "no_nonce" }, { "nonce", "\"\"", "no_nonce" }, { "nonce", "null", "malformed" }, { "nonce", "1", "malformed" }, { "nonce", "true", "malformed" }, { "nonce", $"[\"{ClaimsText.Nonce}\"]", "malformed" },
        { "nonce", "{}", "malformed" }, { "nonce", "\"\\ud800\"", "malformed" },
        { "auth_time", null, "no_auth_time" }, { "auth_time", "null", "malformed" }, { "auth_time", "\"4102444800\"", "malformed" }, { "auth_time", "1.5", "malformed" }, { "auth_time", "-1", "malformed" }, { "auth_time", "1e9", "malformed" },
        { "auth_time", "true", "malformed" }, { "auth_time", "[]", "malformed" }, { "auth_time", "99999999999999999999", "malformed" }, { "auth_time", "253402300800", "malformed" },
        { "auth_time", "0", "sign_in_too_old" }, { "auth_time", "253402300799", "not_yet_valid" },
    };

    /// <summary>A claim of a time, how far it is from now, in seconds, and what becomes of the token.</summary>
    public static TheoryData<string, int, string> Times => new()
    {
        { "exp", -60, "expired" }, { "exp", -59, "accepted" },
        { "nbf", 61, "not_yet_valid" }, { "nbf", 60, "accepted" },
        { "iat", 61, "not_yet_valid" }, { "iat", 60, "accepted" }, { "iat", -86400, "accepted" },
        { "auth_time", 61, "not_yet_valid" }, { "auth_time", 60, "accepted" }, { "auth_time", 0, "accepted" }, { "auth_time", -660, "accepted" }, { "auth_time", -661, "sign_in_too_old" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Is_refused(string claim, string? raw, string code) =>
        Assert.Equal(code, await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken.With(claim, raw?.Replace("ISSUER", stage.Issuer, StringComparison.Ordinal)))));

    [Theory]
    [MemberData(nameof(Times))]
    public async Task Is_good_for_its_time_and_a_minute_either_way(string claim, int seconds, string code) =>
        Assert.Equal(code, await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken.With(claim, stage.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds))));

    [Fact]
    public async Task Is_refused_when_it_is_an_access_token()
    {
        Assert.Equal("is_access_token", await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.AccessToken)));
        Assert.Equal("is_access_token", await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.AccessToken.With("scope", null))));
        Assert.Equal("is_access_token", await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken, """{"alg":"RS256","typ":"at+jwt","kid":"key-1"}""")));
        Assert.Equal("is_access_token", await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken, """{"alg":"RS256","typ":"application/AT+JWT","kid":"key-1"}""")));
    }

    [Fact]
    public async Task Is_refused_with_a_claim_that_is_there_twice() =>
        Assert.Equal("malformed", await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken.WithOnceMore("\\u006eonce", "\"x\""))));

    [Theory]
    [InlineData("aud", "[\"k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa\"]", null)]
    [InlineData("azp", "\"k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa\"", null)]
    [InlineData("aud", "[\"k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa\",\"other\"]", "\"k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa\"")]
    [InlineData("at_hash", "\"x\"", null)]
    public async Task Is_taken_as_well(string claim, string raw, string? azp)
    {
        var claims = stage.IdToken.With(claim, raw);

        Assert.Equal("accepted", await stage.JudgeIdTokenAsync(TokenSigner.Sign(azp is null ? claims : claims.With("azp", azp))));
    }

    [Fact]
    public async Task Says_who_has_signed_in_and_when_and_with_what_nonce()
    {
        var verdict = await stage.VerifyIdTokenAsync(TokenSigner.Sign(stage.IdToken));

        var token = Assert.IsType<IdTokenVerdict.Accepted>(verdict).Token;
        Assert.Equal(new UserIdToken(UserId.Parse(ClaimsText.OtherUser), ClaimsText.Nonce, stage.Clock.GetUtcNow().AddSeconds(-20)), token);
        Assert.Equal("***", $"{token}");
    }

    [Fact]
    public async Task Is_for_the_application_that_is_asked_for()
    {
        var token = TokenSigner.Sign(stage.IdToken.With("aud", "\"other\""));

        Assert.IsType<IdTokenVerdict.Accepted>(await stage.VerifyIdTokenAsync(token, "other"));
        Assert.Same(TokenFault.WrongClient, Assert.IsType<IdTokenVerdict.Refused>(await stage.VerifyIdTokenAsync(token)).Fault);
    }
}
