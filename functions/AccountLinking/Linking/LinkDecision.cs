using AccountLinking.Auth0;
using AccountLinking.Linking.Joining;

namespace AccountLinking.Linking;

/// <summary>What is to be done about somebody who signs in, once the accounts that the rule looks for were read.</summary>
internal abstract record LinkDecision
{
    /// <summary>The identity hangs under another account by now.</summary>
    public sealed record AlreadyLinked(Auth0User Holder) : LinkDecision;

    public sealed record NoMatch(string Rule) : LinkDecision;

    public sealed record Suggested(string Rule, int Candidates) : LinkDecision;

    public sealed record Ambiguous(string Rule, int Candidates) : LinkDecision;

    public sealed record NotEligible(string Why) : LinkDecision;

    public sealed record Refused(string Why, string? Rule) : LinkDecision;

    public sealed record Join(string Rule, JoinPlan Plan) : LinkDecision;
}
