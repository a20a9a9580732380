using AccountLinking.Auth0;

namespace AccountLinking.Linking;

/// <summary>What is to be done about somebody who signs in, once the accounts with the same number were read.</summary>
internal abstract record LinkDecision
{
    public sealed record NoMatch : LinkDecision;

    public sealed record Ambiguous(int Candidates) : LinkDecision;

    public sealed record Refused(string Why) : LinkDecision;

    /// <param name="ConnectionId">The database of the secondary's main identity; null where that is no database.</param>
    public sealed record Join(Auth0User Primary, Auth0User Secondary, string? ConnectionId) : LinkDecision;
}
