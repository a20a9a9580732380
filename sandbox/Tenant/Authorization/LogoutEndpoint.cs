using AccountLinking.Sandbox.Control;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// <c>GET /v2/logout</c>: ends the tenant's session, and takes the person to where the application, or nobody else, may have it.
/// See https://auth0.com/docs/authenticate/login/logout/redirect-users-after-logout.
/// </summary>
public sealed class LogoutEndpoint(SandboxState state)
{
    public const string Path = "/v2/logout";

    public IResult Handle(HttpContext context)
    {
        string? clientId = context.Request.Query["client_id"];
        string? returnTo = context.Request.Query["returnTo"];
        var application = state.Seed.Applications.Find(clientId);
        if (!string.IsNullOrEmpty(clientId) && application is null) return ErrorPage.Of(StatusCodes.Status400BadRequest, "invalid_request", $"Unknown client: {clientId}");

        state.Sessions.End(context);
        if (string.IsNullOrEmpty(returnTo)) return application?.LogoutUrls is [var first, ..] ? Results.Redirect(first) : Results.Text("OK");
        // Auth0 does not look at its query. Without an application the tenant's own list counts, which here is empty.
        return application?.HasLogoutUrl(returnTo.Split('?')[0]) == true && IsHeader(returnTo)
            ? Results.Redirect(returnTo)
            : ErrorPage.Of(StatusCodes.Status400BadRequest, "invalid_request", $"The \"returnTo\" querystring parameter \"{returnTo}\" is not defined as a valid URL in \"Allowed Logout URLs\".");
    }

    private static bool IsHeader(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
