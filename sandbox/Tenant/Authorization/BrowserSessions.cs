using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// Who is signed in to the tenant in which browser. The cookie names a session and says nothing of it; with SameSite=Lax it is
/// there also in a frame of an application on another port of this machine, which is the same site.
/// </summary>
public sealed class BrowserSessions(TimeProvider clock)
{
    /// <summary>Auth0's own, too.</summary>
    public const string CookieName = "auth0";

    /// <summary>What Auth0 gives a session unless the tenant says otherwise.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly Tickets<LoginSession> _sessions = new(clock, Lifetime);

    public LoginSession? Find(HttpContext context) => _sessions.Find(context.Request.Cookies[CookieName]);

    /// <summary>In place of whatever session the browser had.</summary>
    public void Begin(HttpContext context, LoginSession session)
    {
        _sessions.Take(context.Request.Cookies[CookieName]);
        context.Response.Cookies.Append(CookieName, _sessions.Add(session), Options(context));
    }

    public void End(HttpContext context)
    {
        _sessions.Take(context.Request.Cookies[CookieName]);
        context.Response.Cookies.Delete(CookieName, Options(context));
    }

    public void Clear() => _sessions.Clear();

    private static CookieOptions Options(HttpContext context) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/" };
}
