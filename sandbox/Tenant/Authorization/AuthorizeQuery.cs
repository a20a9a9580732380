using System.Globalization;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// Reads the query of <c>/authorize</c> in two steps: whom to answer, and then what is asked for. Only what is wrong in the
/// second step may be told to the application: before that nobody knows that the address is its own.
/// </summary>
public sealed partial class AuthorizeQuery(IQueryCollection query, SeedData seed)
{
    private static readonly string[] KnownPrompts = ["none", "login", "consent", "select_account"];

    /// <exception cref="AuthorizationException">There is nobody to tell but the person.</exception>
    public AuthorizationRequest ReadAddressee()
    {
        var clientId = Text("client_id") ?? throw new AuthorizationException("invalid_request", "Missing required parameter: client_id");
        var application = seed.Applications.Find(clientId) ?? throw new AuthorizationException("invalid_request", $"Unknown client: {clientId}");
        var named = Text("redirect_uri");
        var redirectUri = named ?? (application.Callbacks is [var first, ..] ? first : null);
        if (redirectUri is null || !application.HasCallback(redirectUri))
            throw new AuthorizationException("unauthorized_client", $"Callback URL mismatch. {redirectUri} is not in the list of allowed callback URLs.", StatusCodes.Status403Forbidden);
        var addressee = new AuthorizationRequest
        {
            Application = application,
            RedirectUri = redirectUri,
            NamesRedirectUri = named is not null,
            ResponseMode = Text("response_mode") ?? AuthorizationRequest.Query,
            State = Text("state"),
        };
        return addressee.ResponseMode switch
        {
            AuthorizationRequest.Query => addressee,
            AuthorizationRequest.WebMessage when application.HasWebOrigin(LoopbackUrl.OriginOf(redirectUri)!) => addressee,
            AuthorizationRequest.WebMessage => throw new AuthorizationException("invalid_request", $"The specified redirect_uri '{redirectUri}' does not have a registered origin."),
            var other => throw new AuthorizationException("invalid_request", $"The sandbox does not play the response_mode '{other}', but only query and web_message."),
        };
    }

    /// <exception cref="AuthorizationException">The application asks for what it cannot have.</exception>
    public AuthorizationRequest ReadAll(AuthorizationRequest addressee)
    {
        var responseType = Text("response_type") ?? throw Invalid("Missing required parameter: response_type");
        if (responseType != "code") throw new AuthorizationException("unsupported_response_type", $"Unsupported response type: {responseType}");
        var audience = Text("audience");
        var connection = Text("connection");
        return addressee with
        {
            CodeChallenge = CodeChallenge(),
            Api = audience is null ? null : seed.FindApi(audience) ?? throw new AuthorizationException("access_denied", $"Service not found: {audience}"),
            Scopes = Words("scope"),
            Nonce = Text("nonce"),
            MaxAge = MaxAge(),
            Prompts = Prompts(),
            Connection = connection is null ? null : seed.Connections.Named(connection) ?? throw Invalid("the connection was not found"),
        };
    }

    /// <summary>Auth0 leaves PKCE to applications that have a secret; one in a browser has none, and the sandbox holds it to RFC 9700, section 2.1.1.</summary>
    private string CodeChallenge()
    {
        var challenge = Text("code_challenge") ?? throw Invalid("Missing required parameter: code_challenge");
        if (Text("code_challenge_method") != "S256") throw Invalid("The code_challenge_method must be S256.");
        return Sha256().IsMatch(challenge) ? challenge : throw Invalid("The code_challenge must be the 43 characters of a SHA-256 hash.");
    }

    private TimeSpan? MaxAge() => Text("max_age") switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) => TimeSpan.FromSeconds(seconds),
        _ => throw Invalid("max_age must be a whole number of seconds."),
    };

    private string[] Prompts()
    {
        var prompts = Words("prompt");
        if (prompts.FirstOrDefault(prompt => !KnownPrompts.Contains(prompt)) is { } unknown) throw Invalid($"Unsupported prompt: {unknown}");
        return prompts.Contains("none") && prompts.Length > 1 ? throw Invalid("The prompt none cannot go with another one.") : prompts;
    }

    private string[] Words(string name) => Text(name)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private string? Text(string name) => query[name] switch
    {
        [] => null,
        [var text] => string.IsNullOrEmpty(text) ? null : text,
        _ => throw Invalid($"The parameter {name} is there more than once."),
    };

    private static AuthorizationException Invalid(string description) => new("invalid_request", description);

    [GeneratedRegex(@"^[A-Za-z0-9_-]{43}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sha256();
}
