using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>A person has proven that two accounts are theirs, and wants them to be one.</summary>
/// <param name="UserId">The account whose access token asks.</param>
/// <param name="Other">The account that the ID token is of.</param>
/// <param name="Survivor">Which of them the person wants to go on as: one of the two.</param>
/// <param name="ProvenAt">When it was proven that the one is theirs.</param>
/// <param name="OtherProvenAt">When it was proven that the other is.</param>
public sealed record Proof(UserId UserId, UserId Other, UserId Survivor, DateTimeOffset ProvenAt, DateTimeOffset OtherProvenAt) : Occasion(UserId)
{
    /// <summary>The rule of the answer and of the record.</summary>
    public const string Rule = "proof";

    /// <summary>No rule has looked for other accounts: the next login does.</summary>
    internal override bool IsNoted => false;

    internal override bool EndsSeparations => true;

    /// <summary>
    /// Whoever was separated from an account had come in to it until then: what was proven of it before may have been proven by them. Whom it is to be joined with
    /// makes no difference, since they could come in by that one.
    /// </summary>
    internal override bool IsRuledOutBy(IReadOnlyCollection<LinkRecord> records, IReadOnlyCollection<Auth0User> accounts) =>
        accounts.Any(account => Separations.LastOf(records, account) is { } separated && IsBefore(account.HasIdentity(UserId) ? ProvenAt : OtherProvenAt, separated));

    internal override Examination Examine(Auth0User user, LinkingOptions options) =>
        user.IsBlocked ? new Examination.Refused(Reason.UserBlocked, Rule) : new Examination.Applies(new ProofEvidence(this));

    internal override bool IsFulfilledBy(Auth0User survivor) => survivor.HasIdentity(Other);

    /// <summary>Tokens know whole seconds alone.</summary>
    private static bool IsBefore(DateTimeOffset proven, DateTimeOffset separated) => proven.ToUnixTimeSeconds() < separated.ToUnixTimeSeconds();
}
