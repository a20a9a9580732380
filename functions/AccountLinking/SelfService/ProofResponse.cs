using AccountLinking.Auth0;
using AccountLinking.Linking;

namespace AccountLinking.SelfService;

/// <summary>The answer of <c>POST /api/me/identities</c>.</summary>
/// <param name="PrimaryUserId">The account that the person has now.</param>
/// <param name="LinkId">The journal's record, with which operations can undo it; null where nothing was linked.</param>
/// <param name="Reason">Why it was refused; else null.</param>
/// <param name="SignInAgain">The access token's account is no account of its own any more.</param>
internal sealed record ProofResponse(string Outcome, string PrimaryUserId, string? LinkId, string? Reason, bool SignInAgain)
{
    /// <returns>Null: the caller's account is gone.</returns>
    public static ProofResponse? Of(LinkOutcome outcome, UserId caller) => outcome switch
    {
        LinkOutcome.Linked linked => Create("linked", linked, caller) with { LinkId = linked.LinkId },
        LinkOutcome.AlreadyLinked => Create("already_linked", outcome, caller),
        LinkOutcome.Refused refused => Create("refused", outcome, caller) with { Reason = refused.Why },
        LinkOutcome.NotEligible { Why: Linking.Reason.UserNotFound } => null,
        _ => throw new InvalidOperationException("An outcome that a proof does not have."),
    };

    private static ProofResponse Create(string name, LinkOutcome outcome, UserId caller) => new(name, outcome.ContinueAs.ToString(), LinkId: null, Reason: null, outcome.ContinueAs != caller);
}
