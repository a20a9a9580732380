using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// <c>GET /authorize</c>: an application sends a person here to sign in. Whoever has a session that is good for what it asks is
/// not asked again, but the Action runs, as at Auth0.
/// </summary>
public sealed class AuthorizeEndpoint(SandboxState state, LoginFlow logins)
{
    public const string Path = "/authorize";

    private readonly AuthorizationResponse _responses = new(state.Codes);

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var query = new AuthorizeQuery(context.Request.Query, state.Seed);
        AuthorizationRequest addressee;
        try
        {
            addressee = query.ReadAddressee();
        }
        catch (AuthorizationException refused)
        {
            return ErrorPage.Of(refused.Status, refused.Error, refused.Message);
        }

        try
        {
            return await AnswerAsync(context, query.ReadAll(addressee));
        }
        catch (AuthorizationException refused)
        {
            return AuthorizationResponse.Refuse(addressee, refused.Error, refused.Message);
        }
    }

    private async Task<IResult> AnswerAsync(HttpContext context, AuthorizationRequest asked)
    {
        if (state.Sessions.Find(context) is { } session && IsGoodFor(session, asked))
            return _responses.Of(asked, await logins.RunAsync(LoginRequest.Again(session.Connection, session.Subject), asked, session));
        return asked.IsSilent
            ? throw new AuthorizationException("login_required", "Login required")
            : Results.Redirect($"{LoginEndpoints.Path}?state={state.PendingLogins.Add(asked)}");
    }

    private bool IsGoodFor(LoginSession session, AuthorizationRequest asked) =>
        !asked.AsksAgain
        && (asked.Connection is null || asked.Connection.Name == session.Connection.Name)
        && IsYoungEnough(session, asked.MaxAge)
        // The account may have been absorbed since, and whoever holds the identity signs in; it may be blocked or gone as well.
        && state.Users.Use(accounts => accounts.FindHolder(session.IdentityId)) is { IsBlocked: false };

    private bool IsYoungEnough(LoginSession session, TimeSpan? maxAge) =>
        maxAge is not { } most || (most > TimeSpan.Zero && state.Clock.GetUtcNow() - session.AuthenticatedAt <= most);
}
