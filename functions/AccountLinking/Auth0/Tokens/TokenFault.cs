namespace AccountLinking.Auth0.Tokens;

/// <summary>Why a token is not taken. Neither part holds anything of the token.</summary>
/// <param name="Code">For programs, and for the documentation's table.</param>
/// <param name="Sentence">For whoever develops the application: what is wrong and what to do.</param>
internal sealed record TokenFault(string Code, string Sentence)
{
    public static TokenFault Malformed { get; } = new("malformed", "The token is no JWT as Auth0 issues them: send it as it was received, whole, and with nothing around it.");

    public static TokenFault EncryptedOrOpaque { get; } = new(
        "encrypted_or_opaque", "This is a token that only Auth0 can read: ask for this API's audience when the person signs in, and leave the encryption (JWE) of the API's access tokens off.");

    /// <summary>Auth0 encrypts access tokens alone.</summary>
    public static TokenFault NotAnIdToken { get; } = new(
        "not_an_id_token", "This is no ID token, but perhaps an opaque or encrypted access token: send the id_token of the sign-in to the other account, which asks for the scope openid.");

    public static TokenFault WrongAlgorithm { get; } = new(
        "wrong_algorithm", "The token is not signed with RS256: choose it in Auth0 as the signing algorithm of the API, for access tokens, or of the application (Advanced Settings, OAuth), for ID tokens.");

    public static TokenFault UnsupportedHeader { get; } = new("unsupported_header", "The token's header has a type or an extension that no access or ID token of Auth0's has: send the token as it was received.");

    public static TokenFault UnknownKey { get; } = new("unknown_key", "The token is not signed with a key of this service's tenant: sign in at the tenant whose accounts it links.");

    public static TokenFault BadSignature { get; } = new("bad_signature", "The token's signature is wrong, so the token was changed or not issued by Auth0: send it as it was received.");

    public static TokenFault WrongIssuer { get; } = new(
        "wrong_issuer", "The token's issuer is not the one of this service: sign in at the domain that it expects, which is the tenant's own, or the custom domain in Auth0:Issuer.");

    public static TokenFault WrongAudience { get; } = new("wrong_audience", "The access token is for another API: ask for this API's audience (Auth0:ApiAudience) when the person signs in.");

    public static TokenFault IsManagementToken { get; } = new(
        "is_management_token", "This is an access token for Auth0's Management API, which is for that API alone: ask for this API's audience (Auth0:ApiAudience) when the person signs in.");

    public static TokenFault IsIdToken { get; } = new("is_id_token", "This is an ID token: send the access token that was issued with it, and sign in with this API's audience (Auth0:ApiAudience).");

    public static TokenFault IsAccessToken { get; } = new("is_access_token", "This is an access token: send the ID token of the sign-in to the other account.");

    public static TokenFault NoAzp { get; } = new("no_azp", "The access token does not say which application it was issued to (azp): let the person sign in to an application of this tenant.");

    public static TokenFault NotAUser { get; } = new("not_a_user", "The token is not a person's: let a person sign in, in place of the client credentials grant.");

    public static TokenFault WrongClient { get; } = new("wrong_client", "The ID token was issued to another application than the access token: sign in to both accounts with the same client id.");

    public static TokenFault Expired { get; } = new("expired", "The token has expired: get a new one.");

    public static TokenFault NotYetValid { get; } = new("not_yet_valid", "The token is from the future: if it was just issued, the clocks of Auth0 and of this service differ by more than a minute.");

    public static TokenFault TooOld { get; } = new("too_old", "The access token was issued more than an hour ago, whatever its lifetime: get a new one.");

    public static TokenFault NoNonce { get; } = new("no_nonce", "The ID token has no nonce: sign in with the nonce of a link challenge.");

    public static TokenFault NoAuthTime { get; } = new("no_auth_time", "The ID token does not say when the person signed in (auth_time): sign in with max_age=0.");

    public static TokenFault SignInTooOld { get; } = new("sign_in_too_old", "The person signed in to the other account more than ten minutes ago: sign in anew, with max_age=0.");

    /// <summary>In the order in which they are looked for.</summary>
    public static IReadOnlyList<TokenFault> All { get; } =
    [
        Malformed, EncryptedOrOpaque, NotAnIdToken, UnsupportedHeader, WrongAlgorithm, UnknownKey, BadSignature, WrongIssuer, IsManagementToken, IsIdToken, IsAccessToken, NoAzp, WrongAudience, WrongClient,
        Expired, NotYetValid, TooOld, NotAUser, NoNonce, NoAuthTime, SignInTooOld,
    ];
}
