using AccountLinking.Sandbox.Control;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>The page on which a person says whom to be. It asks for no password: it is not about real people.</summary>
public sealed class LoginPage(SandboxState state, LoginChoices choices)
{
    /// <summary>Of a crowd, which tests make, nobody would read more.</summary>
    private const int Most = 200;

    /// <param name="ticket">The name of the pending login.</param>
    /// <param name="alert">What was wrong with the choice before.</param>
    public IResult Of(AuthorizationRequest asked, string ticket, string? alert = null)
    {
        var (accounts, people) = choices.For(asked.Connection);
        return new HtmlPage(alert is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, $"Sign in to {asked.Application.Name}", $"""
            <main>
            <h1>Sign in to {asked.Application.Name}</h1>
            <p class="sandbox">This is the sandbox of an Auth0 tenant: choose whom to be, without a password.{OnlyOne(asked.Connection)}</p>
            {(alert is null ? null : Alert(alert))}
            <form method="post" action="{LoginEndpoints.Path}?state={ticket}">
            {List("Accounts", accounts)}
            {List("People without an account", people)}
            </form>
            {NewPerson(asked.Connection, ticket)}
            </main>
            """)
        {
            // Some browsers hold also the redirect that follows a form to this, and that leads to the application.
            FormTargets = $"'self' {LoopbackUrl.OriginOf(asked.RedirectUri)}",
        };
    }

    private static Html Alert(string text) => $"""<p class="alert" role="alert">{text}</p>""";

    private static Html? OnlyOne(Connection? connection)
    {
        if (connection is null) return null;
        return $" The application asks for somebody of <strong>{connection.Name}</strong>.";
    }

    private static Html? List(string heading, IReadOnlyList<LoginChoice> offered)
    {
        if (offered.Count == 0) return null;
        return $"""
            <h2>{heading}</h2>
            {(offered.Count > Most ? More(offered.Count) : null)}
            <ul>
            {offered.Take(Most).Select(Button)}</ul>
            """;
    }

    private static Html More(int count) => $"<p>These are {Most} of {count}. As any of them you can sign in below, by the id.</p>";

    private static Html Button(LoginChoice choice) => $"""
        <li><button name="identity" value="{choice.Login.IdentityId}"><strong>{choice.Name}</strong> <span>{choice.Login.Connection.Name}: {choice.Detail}</span></button></li>

        """;

    private Html NewPerson(Connection? only, string ticket) => $"""
        <h2>Somebody else</h2>
        <form class="new" method="post" action="{LoginEndpoints.Path}?state={ticket}">
        <label>Connection <select name="connection">{state.Seed.Connections.All.Where(connection => only is null || connection.Name == only.Name).Select(Option)}</select></label>
        <label>Id at that connection (sub) <input name="sub" required autocomplete="off"></label>
        <label>Name (optional) <input name="name" autocomplete="off"></label>
        <label>E-mail address (optional) <input name="email" type="email" autocomplete="off"></label>
        <label class="check"><input name="email_verified" type="checkbox" value="true"> The e-mail address is verified</label>
        <button>Sign in</button>
        </form>
        """;

    private static Html Option(Connection connection) => $"""<option value="{connection.Name}">{connection.Name}</option>""";
}
