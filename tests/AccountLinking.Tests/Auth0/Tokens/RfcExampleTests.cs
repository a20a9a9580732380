using System.Text;
using System.Text.Json;
using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>The examples of RFC 7515, appendix A, and of RFC 7519, sections 3.1 and 6.1, which are the first and the last of them.</summary>
public sealed class RfcExampleTests(VerifierStage stage) : IClassFixture<VerifierStage>
{
    private const string Claims = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private const string Rs256 = "eyJhbGciOiJSUzI1NiJ9." + Claims + "."
        + "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
        + "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
        + "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

    private const string KeyOfRs256 = """
        {"kty": "RSA", "kid": "a.2",
         "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
         "e": "AQAB"}
        """;

    private const string Hs256 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + Claims + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Es256 = "eyJhbGciOiJFUzI1NiJ9." + Claims + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    private const string None = "eyJhbGciOiJub25lIn0." + Claims + ".";

    [Theory]
    [InlineData(Hs256, "wrong_algorithm")]
    [InlineData(Es256, "wrong_algorithm")]
    [InlineData(None, "wrong_algorithm")]
    [InlineData("eyJhbGciOiJub25lIn0." + Claims, "malformed")]
    // It does not say which key it was.
    [InlineData(Rs256, "unknown_key")]
    public async Task Are_refused_for_what_they_are(string token, string code)
    {
        Assert.Equal(code, await stage.JudgeAccessTokenAsync(token));
        Assert.Equal(code, await stage.JudgeIdTokenAsync(token));
    }

    [Fact]
    public void A2_verifies_with_its_key_and_with_no_other()
    {
        Assert.True(Jwt.TryParseWithoutVerification(Rs256, out var token));

        Assert.True(KeyIn(KeyOfRs256, "a.2").HasSigned(token));
        Assert.False(KeyIn(TokenSigner.Jwk(TokenSigner.Key), TokenSigner.KeyId).HasSigned(token));
        Assert.Equal(("joe", 1300819380), (token.Claims.GetProperty("iss").GetString(), token.Claims.GetProperty("exp").GetInt32()));
        Assert.Equal(Rs256[..Rs256.LastIndexOf('.')], Encoding.ASCII.GetString(token.SignedPart));
    }

    private static JsonWebKey KeyIn(string key, string id) => JsonWebKeySet.TryRead(JsonElement.Parse(TokenSigner.Jwks(key)))!.Find(id)!;
}
