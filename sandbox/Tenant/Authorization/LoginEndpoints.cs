using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary><c>/u/login</c>: asks a person whom to be, and takes that back to the application.</summary>
public sealed class LoginEndpoints
{
    public const string Path = "/u/login";

    private readonly SandboxState _state;
    private readonly LoginFlow _logins;
    private readonly LoginChoices _choices;
    private readonly LoginPage _page;
    private readonly AuthorizationResponse _responses;

    public LoginEndpoints(SandboxState state, LoginFlow logins)
    {
        (_state, _logins, _choices, _responses) = (state, logins, new LoginChoices(state), new AuthorizationResponse(state.Codes));
        _page = new LoginPage(state, _choices);
    }

    public IResult Show(HttpContext context) =>
        _state.PendingLogins.Find(context.Request.Query["state"]) is { } asked ? _page.Of(asked, context.Request.Query["state"]!) : Over();

    /// <summary>Refuses forms of other pages: they could sign a person in as somebody else.</summary>
    public async Task<IResult> ChooseAsync(HttpContext context)
    {
        if (ForeignPage.Sent(context.Request)) return ErrorPage.Of(StatusCodes.Status403Forbidden, "access_denied", ForeignPage.Refusal);
        string? ticket = context.Request.Query["state"];
        if (_state.PendingLogins.Find(ticket) is not { } asked) return Over();
        try
        {
            var login = LoginForm.Read(await ReadFormAsync(context.Request), asked, _state.Seed.Connections, _choices);
            // A second click finds the login over.
            return _state.PendingLogins.Take(ticket) is null ? Over() : await SignInAsync(context, login, asked);
        }
        catch (FieldException wrong)
        {
            return _page.Of(asked, _state.PendingLogins.Find(ticket) is null ? _state.PendingLogins.Add(asked) : ticket!, wrong.Message);
        }
    }

    private async Task<IResult> SignInAsync(HttpContext context, LoginRequest login, AuthorizationRequest asked)
    {
        var session = LoginSession.Begin(login, _state.Clock.GetUtcNow());
        var result = await _logins.RunAsync(login, asked, session);
        // Whom the Action turns away has signed in all the same, as at Auth0, and is somebody else only after signing out; who is blocked has not.
        if (!result.IsBlocked) _state.Sessions.Begin(context, session);
        return _responses.Of(asked, result);
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpRequest request)
    {
        try
        {
            return request.HasFormContentType ? await request.ReadFormAsync() : FormCollection.Empty;
        }
        catch (InvalidDataException)
        {
            return FormCollection.Empty;
        }
    }

    private static IResult Over() => ErrorPage.Of(
        StatusCodes.Status400BadRequest, "invalid_request", "This login is over, or never began. Go back to the application and sign in again.");
}
