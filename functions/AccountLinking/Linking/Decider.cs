using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>
/// Decides whether accounts are joined, and which of them survives. Pure: two logins that race decide the same. One account that
/// is doubtful refuses the whole: somebody has given it the same number or address, and a person should look.
/// </summary>
internal static class Decider
{
    /// <param name="examination">What the rules said of whoever signs in.</param>
    /// <param name="found">Accounts that were looked up, each as it is now.</param>
    public static LinkDecision Decide(
        Auth0User user, ConnectionReference? connection, Examination examination, IReadOnlyList<Auth0User> found, LinkingOptions options) => examination switch
        {
            Examination.NotEligible { Why: var why } => new LinkDecision.NotEligible(why),
            Examination.Refused refused => new LinkDecision.Refused(refused.Why, refused.Rule),
            Examination.Applies { Evidence: var evidence } => Decide(user, connection, evidence, found, options),
            _ => throw new InvalidOperationException("The rules end in one of three ways."),
        };

    private static LinkDecision Decide(
        Auth0User user, ConnectionReference? connection, Evidence evidence, IReadOnlyList<Auth0User> found, LinkingOptions options)
    {
        var others = found.Where(other => other.Id != user.Id && !user.HasIdentity(other.Id)).DistinctBy(other => other.Id).ToList();
        if (others.Find(other => other.HasIdentity(user.Id)) is { } holder) return new LinkDecision.AlreadyLinked(holder);
        if (evidence.IsFulfilledBy(user)) return new LinkDecision.AlreadyLinked(user);
        var candidates = evidence.Narrow([.. others.Where(evidence.IsCarriedBy)]);
        if (candidates.Count == 0) return evidence.WhyNobody is { } nobody ? new LinkDecision.Refused(nobody, evidence.Rule) : new LinkDecision.NoMatch(evidence.Rule);
        if (ObjectionTo(candidates, user, evidence, options) is { } why) return new LinkDecision.Refused(why, evidence.Rule);
        if (evidence.SuggestsOnly) return new LinkDecision.Suggested(evidence.Rule, candidates.Count);
        if (candidates.Count > 1 && !options.LinkAllMatches) return new LinkDecision.Ambiguous(evidence.Rule, candidates.Count);
        return Join([user, .. candidates], connection, evidence, options);
    }

    private static string? ObjectionTo(IReadOnlyList<Auth0User> candidates, Auth0User user, Evidence evidence, LinkingOptions options)
    {
        Auth0User[] everybody = [user, .. candidates];
        if (Numbers.Contradict(everybody, options.Ssn)) return Reason.NationalIdConflict;
        if (candidates.Any(candidate => candidate.IsBlocked)) return Reason.CandidateBlocked;
        if (!evidence.EndsSeparation && Separations.AreAmong(everybody)) return Reason.SeparatedBefore;
        return candidates.Select(evidence.ObjectionTo).FirstOrDefault(objection => objection is not null);
    }

    /// <param name="accounts">Whoever signs in first.</param>
    private static LinkDecision Join(IReadOnlyList<Auth0User> accounts, ConnectionReference? connection, Evidence evidence, LinkingOptions options)
    {
        var ranked = Primary.Rank(accounts, evidence, options);
        var (user, primary) = (accounts[0], ranked[0]);
        List<Secondary> secondaries = [];
        foreach (var account in ranked.Skip(1))
        {
            var database = account.MainIdentity.IsDatabase ? DatabaseOf(account, account.Id == user.Id ? connection : null, options) : null;
            if (account.MainIdentity.IsDatabase && database is null) return new LinkDecision.Refused(Reason.ConnectionUnknown, evidence.Rule);
            secondaries.Add(new Secondary(account, database));
        }

        var plan = new JoinPlan(primary, secondaries, user.Id, options.Ssn);
        return IsTooLarge(plan, options) ? new LinkDecision.Refused(Reason.ProfileTooLarge, evidence.Rule) : new LinkDecision.Join(evidence.Rule, plan);
    }

    private static string? DatabaseOf(Auth0User secondary, ConnectionReference? signedInOver, LinkingOptions options)
    {
        var name = secondary.MainIdentity.Connection;
        if (signedInOver?.Name == name && signedInOver.Id is { } posted) return posted;
        return options.Connections.TryGetValue(name, out var listed) ? listed : null;
    }

    private static bool IsTooLarge(JoinPlan plan, LinkingOptions options) =>
        options.SizeLimit == SizeLimit.Refuse && ProfileSize.IsTooLarge(plan.Joined) && !ProfileSize.IsTooLarge(plan.Primary);
}
