using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>A person has proven that two accounts are theirs, and wants them to be one.</summary>
/// <param name="UserId">The account whose access token asks.</param>
/// <param name="Other">The account that the ID token is of.</param>
/// <param name="Survivor">Which of them the person wants to go on as: one of the two.</param>
/// <param name="ProvenAt">Since when both are proven, to the second: what was separated later was not meant.</param>
public sealed record Proof(UserId UserId, UserId Other, UserId Survivor, DateTimeOffset ProvenAt) : Occasion(UserId)
{
    /// <summary>The rule of the answer and of the record.</summary>
    public const string Rule = "proof";

    /// <summary>No rule has looked for other accounts: the next login does.</summary>
    internal override bool IsNoted => false;

    /// <summary>Tokens know whole seconds alone.</summary>
    internal override bool Outlasts(DateTimeOffset separatedAt) => ProvenAt.ToUnixTimeSeconds() >= separatedAt.ToUnixTimeSeconds();

    internal override Examination Examine(Auth0User user, LinkingOptions options) =>
        user.IsBlocked ? new Examination.Refused(Reason.UserBlocked, Rule) : new Examination.Applies(new ProofEvidence(this));

    internal override bool IsFulfilledBy(Auth0User survivor) => survivor.HasIdentity(Other);
}
