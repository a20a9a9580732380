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

    /// <summary>What sends the calls of the Management API.</summary>
    public Auth0Client Client { get; set; } = Auth0Client.Http;

    /// <summary>Where the tenant is, with a slash at the end.</summary>
    internal Uri BaseAddress => new((string.IsNullOrEmpty(BaseUrl) ? $"https://{Domain}" : BaseUrl).TrimEnd('/') + "/");

    internal string Audience => $"{BaseAddress.AbsoluteUri}api/v2/";
}
