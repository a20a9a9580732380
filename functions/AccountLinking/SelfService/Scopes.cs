namespace AccountLinking.SelfService;

/// <summary>What an access token must allow: scopes of the API that <c>Auth0:ApiAudience</c> names.</summary>
internal static class Scopes
{
    public const string ReadCandidates = "read:link_candidates";
    public const string LinkIdentities = "link:identities";
}
