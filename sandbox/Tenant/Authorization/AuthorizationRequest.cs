using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>What an application asks for when it sends a person to sign in (OpenID Connect Core, section 3.1.2.1).</summary>
public sealed record AuthorizationRequest
{
    public const string Query = "query";
    public const string WebMessage = "web_message";

    private static readonly string[] OpenIdScopes = ["openid", "profile", "email"];

    public required PublicApplication Application { get; init; }

    /// <summary>What the access token is for; null: for nothing but Auth0 itself, and opaque.</summary>
    public ResourceServer? Api { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = SandboxApplication.Scopes;

    public string? Nonce { get; init; }

    /// <summary>How long ago the person may have signed in.</summary>
    public TimeSpan? MaxAge { get; init; }

    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>The only one to sign in over; null: any.</summary>
    public Connection? Connection { get; init; }

    public string RedirectUri { get; init; } = "http://127.0.0.1/callback";

    /// <summary>False where it left out <see cref="RedirectUri"/>, and the application's first one counts.</summary>
    public bool NamesRedirectUri { get; init; } = true;

    public string ResponseMode { get; init; } = Query;

    public string? State { get; init; }

    public string CodeChallenge { get; init; } = string.Empty;

    /// <summary>Scopes that nothing has are left out without a word, as Auth0 does for APIs without roles.</summary>
    public IReadOnlyList<string> Granted => [.. Scopes.Where(scope => OpenIdScopes.Contains(scope) || Api?.Scopes.Contains(scope) == true).Distinct()];

    public bool WantsIdToken => Scopes.Contains("openid");

    public bool IsSilent => Prompts.Contains("none");

    public bool AsksAgain => Prompts.Contains("login") || Prompts.Contains("select_account");

    /// <summary>
    /// Auth0 puts <c>auth_time</c> into the ID token when the application wanted to be sure of it:
    /// https://auth0.com/docs/authenticate/login/max-age-reauthentication.
    /// </summary>
    public bool WantsAuthTime => MaxAge is not null || Prompts.Contains("login");
}
