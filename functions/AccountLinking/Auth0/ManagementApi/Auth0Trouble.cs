using System.Net;
using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>
/// What an answer that is no success means, and what the operator does about it. Auth0's own words only tell the causes apart:
/// they may quote ids, so none is passed on.
/// </summary>
internal static class Auth0Trouble
{
    private const string Scopes = ScopeNeeds.InWords;

    public static Auth0Exception OfTokenRequest(Auth0Answer answer) => answer switch
    {
        { IsRateLimit: true } => RateLimited(answer, "POST /oauth/token"),
        { IsPassing: true } => Unavailable(answer),
        { Status: HttpStatusCode.Unauthorized } => Of(
            answer, TroubleCode.Unauthorized, "Auth0 refused the client credentials: check Auth0:ClientId and Auth0:ClientSecret, and that the application is one of this tenant."),
        { Status: HttpStatusCode.Forbidden, Error: "unauthorized_client" } => Of(
            answer, TroubleCode.Forbidden, "The application may not use the client credentials grant: switch it on under Advanced Settings, Grant Types."),
        { Status: HttpStatusCode.Forbidden } when answer.Message.StartsWith("Service not enabled within domain", StringComparison.Ordinal) => Of(
            answer, TroubleCode.Forbidden, "Auth0 knows no Management API under Auth0:Domain, which is probably a custom domain: set it to the tenant's own domain, as in name.eu.auth0.com."),
        { Status: HttpStatusCode.Forbidden } => Of(
            answer,
            TroubleCode.Forbidden,
            $"Auth0 gives the application no token for the Management API: authorise it for that API with the scopes {Scopes}, and check that Auth0:Domain is the tenant's own domain, not a custom one."),
        { Succeeded: true } => Unexpected(answer, "a token"),
        { Status: HttpStatusCode.NotFound } => Of(answer, TroubleCode.Unavailable, "No Auth0 tenant answers at Auth0:Domain: check its spelling."),
        { Status: HttpStatusCode.BadRequest } => Of(answer, TroubleCode.Unauthorized, "Auth0 did not understand the token request (status 400): check Auth0:ClientId, Auth0:ClientSecret and Auth0:Domain."),
        _ => Unexpected(answer, "a token"),
    };

    /// <summary>Of whoever should have told about a tenant.</summary>
    public static Auth0Exception OfDiscovery(Auth0Answer answer) => answer switch
    {
        { IsRateLimit: true } => RateLimited(answer, "GET /.well-known/openid-configuration"),
        { IsPassing: true } => Unavailable(answer),
        _ => Of(answer, TroubleCode.Unavailable, $"What answers at Auth0:Domain is no Auth0 tenant (status {(int)answer.Status}): check its spelling, as in name.eu.auth0.com, and Auth0:BaseUrl, which is for sandboxes alone."),
    };

    /// <summary>Of whoever should have told the tenant's signing keys.</summary>
    public static Auth0Exception OfSigningKeys(Auth0Answer answer) => answer switch
    {
        { IsRateLimit: true } => RateLimited(answer, JwksHttp.Call),
        { IsPassing: true } => Unavailable(answer),
        _ => Of(answer, TroubleCode.Unavailable, $"What answers at Auth0:Domain has no signing keys to verify tokens with (status {(int)answer.Status}): check its spelling, as in name.eu.auth0.com, and Auth0:BaseUrl, which is for sandboxes alone."),
    };

    public static Auth0Exception OfNoAnswer(Exception failure) => new(
        TroubleCode.Unavailable,
        (failure as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "The host in Auth0:Domain is not known: check its spelling, as in name.eu.auth0.com, and the network's DNS.",
            HttpRequestError.SecureConnectionError => "The host in Auth0:Domain could not prove by its TLS certificate that it is the tenant: check the setting's spelling, and what intercepts TLS on the way.",
            _ => "Auth0 could not be reached, or did not answer in time: check Auth0:Domain, the network's way out, and Auth0's status page.",
        },
        mayHaveTakenEffect: true,
        inner: failure);

    public static Auth0Exception OfCall(Auth0Answer answer, ManagementCall call) => answer switch
    {
        { IsRateLimit: true } => RateLimited(answer, call.Name),
        { IsPassing: true } => Unavailable(answer),
        { IsUnauthorized: true } => Unauthorized(answer),
        { Status: HttpStatusCode.Forbidden } => Of(
            answer, TroubleCode.Forbidden, $"The application lacks the scope {call.Scope}: authorise it for the Management API with exactly {Scopes}."),
        { Succeeded: true } => Unexpected(answer, $"the result of {call.Name}"),
        _ => Of(answer, TroubleCode.Rejected, $"Auth0 rejected {call.Name} with status {(int)answer.Status}, which asking again does not change: look at the tenant's log and at the service's settings."),
    };

    private static Auth0Exception Unauthorized(Auth0Answer answer) => Of(answer, TroubleCode.Unauthorized, answer.Message switch
    {
        var text when text.StartsWith("Bad audience", StringComparison.Ordinal) =>
            "Auth0 refused the access token because it is for another audience: Auth0:Domain must be the tenant's own domain, not a custom one.",
        var text when text.StartsWith("Bad HTTP authentication header", StringComparison.Ordinal) =>
            "Auth0 was sent an opaque token, which the Management API does not take: it issues one where no audience was asked for; check Auth0:Domain.",
        var text when text.StartsWith("Client is not global", StringComparison.Ordinal) || text.StartsWith("Invalid signature", StringComparison.Ordinal) =>
            "Auth0 was sent a token that is no access token for its Management API (an ID token, or one of another tenant): check Auth0:Domain and Auth0:BaseUrl.",
        _ => "Auth0 did not take the access token, nor one that was fetched anew: check Auth0:Domain, and that the application is still authorised for the Management API.",
    });

    private static Auth0Exception RateLimited(Auth0Answer answer, string call) => Of(
        answer, TroubleCode.RateLimited, $"Auth0's rate limit is reached ({call}): wait, or ask for fewer calls with Linking:RecheckAfter and the Action's list of connections.");

    private static Auth0Exception Unavailable(Auth0Answer answer) => Of(
        answer, TroubleCode.Unavailable, $"Auth0 answered with status {(int)answer.Status}, several times where that was allowed: look at Auth0's status page.", mayHaveTakenEffect: true);

    private static Auth0Exception Unexpected(Auth0Answer answer, string expected) => Of(
        answer, TroubleCode.Unavailable, $"Auth0 answered with status {(int)answer.Status} and something that is not {expected}: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant.", mayHaveTakenEffect: true);

    private static Auth0Exception Of(Auth0Answer answer, string code, string advice, bool mayHaveTakenEffect = false) =>
        new(code, advice, (int)answer.Status, answer.Wait, mayHaveTakenEffect);
}
