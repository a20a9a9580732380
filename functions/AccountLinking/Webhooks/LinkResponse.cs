using AccountLinking.Configuration;
using AccountLinking.Linking;

namespace AccountLinking.Webhooks;

/// <summary>The answer of <c>POST /api/accounts/link</c>.</summary>
/// <param name="Login"><c>continue</c> or <c>deny</c>: the policy is the service's, not the Action's.</param>
/// <param name="PrimaryUserId">The account that the login must continue as, also where nothing was linked.</param>
/// <param name="Rule">The rule that decided; null where none applied.</param>
/// <param name="LinkId">The journal's record of the link; null as long as there is no journal.</param>
/// <param name="Candidates">How many accounts could be joined, where that is why none was.</param>
internal sealed record LinkResponse(string Outcome, string Login, string PrimaryUserId, string? Rule, string? LinkId, string? Reason, int Candidates)
{
    public static LinkResponse Of(LinkOutcome outcome, LinkingOptions options) => outcome switch
    {
        LinkOutcome.Linked => Create("linked", outcome, SsnRule.Name),
        LinkOutcome.AlreadyLinked => Create("already_linked", outcome),
        LinkOutcome.NoMatch => Create("no_match", outcome, SsnRule.Name),
        LinkOutcome.NotEligible { Why: var why } => Create("not_eligible", outcome, reason: why),
        LinkOutcome.Refused { Why: var why } => Create("refused", outcome, SsnRule.Name, why, options.OnRefused),
        LinkOutcome.Ambiguous several => Create("ambiguous", outcome, SsnRule.Name, policy: options.OnAmbiguous) with { Candidates = several.Candidates },
        _ => throw new InvalidOperationException("An outcome without an answer."),
    };

    private static LinkResponse Create(string name, LinkOutcome outcome, string? rule = null, string? reason = null, LoginPolicy policy = LoginPolicy.Continue) =>
        new(name, policy == LoginPolicy.Deny ? "deny" : "continue", outcome.ContinueAs.ToString(), rule, LinkId: null, reason, Candidates: 0);
}
