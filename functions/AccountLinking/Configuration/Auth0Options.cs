namespace AccountLinking.Configuration;

/// <summary>The tenant, and the application that the service is there: section <c>Auth0</c>.</summary>
public sealed class Auth0Options
{
    public const string Section = "Auth0";

    /// <summary>The tenant's own domain (<c>name.region.auth0.com</c>), not a custom one: only it is the audience of the Management API.</summary>
    public string Domain { get; set; } = string.Empty;

    /// <summary>A machine-to-machine application with exactly <c>read:users update:users</c> on the Management API.</summary>
    public string ClientId { get; set; } = string.Empty;

    public string ClientSecret { get; set; } = string.Empty;

    /// <summary>Another address in place of <c>https://{Domain}</c>. For sandboxes and tests only: plain http is taken on this machine only.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>The <c>iss</c> of people's tokens where the tenant has a custom domain, as in <c>https://login.example.com/</c>; <c>https://{Domain}/</c> unless set.</summary>
    public string? Issuer { get; set; }

    /// <summary>The identifier of the API, in Auth0, that people's access tokens are for; nobody's application is served unless it is set.</summary>
    public string? ApiAudience { get; set; }

    /// <summary>What sends the calls of the Management API.</summary>
    public Auth0Client Client { get; set; } = Auth0Client.Http;

    /// <summary>Where the tenant is, with a slash at the end.</summary>
    internal Uri BaseAddress => new((string.IsNullOrEmpty(BaseUrl) ? $"https://{Domain}" : BaseUrl).TrimEnd('/') + "/");

    /// <summary>The <c>iss</c> of tokens, exactly.</summary>
    internal string TokenIssuer => string.IsNullOrEmpty(Issuer) ? BaseAddress.AbsoluteUri : Issuer;

    internal bool ServesPeople => !string.IsNullOrEmpty(ApiAudience);

    internal string Audience => $"{BaseAddress.AbsoluteUri}api/v2/";
}
