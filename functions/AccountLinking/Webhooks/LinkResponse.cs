using System.Text.Json.Serialization;
using AccountLinking.Configuration;
using AccountLinking.Linking;

namespace AccountLinking.Webhooks;

/// <summary>The answer of <c>POST /api/accounts/link</c>.</summary>
/// <param name="Login"><c>continue</c> or <c>deny</c>: the policy is the service's, not the Action's.</param>
/// <param name="PrimaryUserId">The account that the login must continue as, also where nothing was linked.</param>
/// <param name="Rule">The rule that decided; null where none applied.</param>
/// <param name="LinkId">The journal's record of the link, with which it can be undone; null where none was made.</param>
/// <param name="Candidates">How many accounts could be joined, where that is why none was.</param>
/// <param name="DryRun">Only in a dry run, in which nothing is done: what <c>login</c> and <c>primary_user_id</c> would have been.</param>
internal sealed record LinkResponse(
    string Outcome,
    string Login,
    string PrimaryUserId,
    string? Rule,
    string? LinkId,
    string? Reason,
    int Candidates,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LinkResponse.WouldBe? DryRun)
{
    public static LinkResponse Of(LinkOutcome outcome, LinkingOptions options)
    {
        var response = outcome switch
        {
            LinkOutcome.Linked made => Create("linked", outcome, made.Rule) with { LinkId = made.LinkId },
            LinkOutcome.WouldLink { Rule: var rule } => Create("linked", outcome, rule),
            LinkOutcome.AlreadyLinked => Create("already_linked", outcome),
            LinkOutcome.NoMatch { Rule: var rule } => Create("no_match", outcome, rule),
            LinkOutcome.Suggested several => Create("suggested", outcome, several.Rule, candidates: several.Candidates),
            LinkOutcome.Ambiguous several => Create("ambiguous", outcome, several.Rule, candidates: several.Candidates, policy: options.OnAmbiguous),
            LinkOutcome.NotEligible { Why: var why } => Create("not_eligible", outcome, reason: why),
            LinkOutcome.Refused refused => Create("refused", outcome, refused.Rule, refused.Why, policy: options.OnRefused),
            _ => throw new InvalidOperationException("An outcome without an answer."),
        };
        return options.DryRun ? Harmless(response, outcome) : response;
    }

    /// <summary>A login in a dry run goes on as it came, so that the Action may obey the answer.</summary>
    private static LinkResponse Harmless(LinkResponse response, LinkOutcome outcome) => response with
    {
        Login = Continue,
        DryRun = new WouldBe(response.Login, outcome is LinkOutcome.WouldLink { Primary: var primary } ? primary.ToString() : response.PrimaryUserId),
    };

    private const string Continue = "continue";

    private static LinkResponse Create(
        string name, LinkOutcome outcome, string? rule = null, string? reason = null, int candidates = 0, LoginPolicy policy = LoginPolicy.Continue) =>
        new(name, policy == LoginPolicy.Deny ? "deny" : Continue, outcome.ContinueAs.ToString(), rule, LinkId: null, reason, candidates, DryRun: null);

    internal sealed record WouldBe(string Login, string PrimaryUserId);
}
