using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant;

/// <summary>A connection of the tenant: one identity provider, set up for sign-in.</summary>
public sealed record Connection(string Id, string Name, string Strategy)
{
    /// <summary>The strategies that the sandbox plays, which Auth0 also uses as the <c>provider</c> of an identity.</summary>
    public static readonly IReadOnlyList<string> Strategies = ["auth0", "google-oauth2", "oidc", "sms"];

    public bool IsDatabase => Strategy == "auth0";

    public bool IsPasswordless => Strategy == "sms";

    public bool IsSocial => Strategy == "google-oauth2";

    /// <summary>Enterprise ids name their connection too: <c>oidc|swedish-bankid|sub</c>.</summary>
    public Identity IdentityOf(string subject) =>
        new(Strategy, Strategy == "oidc" ? $"{Name}|{subject}" : subject, Name, IsSocial);

    /// <summary>Who the identity is at this connection; null when it is none of its identities.</summary>
    public string? SubjectOf(Identity identity)
    {
        var prefix = IdentityOf(string.Empty).FullId;
        return identity.Connection == Name && identity.FullId.StartsWith(prefix, StringComparison.Ordinal) ? identity.FullId[prefix.Length..] : null;
    }
}
