using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Webhooks;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

/// <summary>
/// The whole truth about who is joined: every combination of what can be true of a sign-in, of those who are found, and of the
/// policy, against a table that is written here a second time, as docs/linking.md tells it.
/// </summary>
public sealed class TruthTableTests
{
    private const string Found = "auth0|found";
    private const string OldestFound = "auth0|oldest";

    private readonly Dictionary<object, Auth0User> _users = [];

    public enum Number
    {
        Present,
        Absent,
        Invalid,

        /// <summary>The ones who were found carry another one, now that they are read again.</summary>
        Changed,

        /// <summary>One who was found carries this one and another one.</summary>
        Conflicting,
    }

    public enum Verified
    {
        Both,
        Here,
        There,
        Neither,
    }

    /// <param name="IsTrusted">Whether the connection of the sign-in is trusted, by either rule.</param>
    /// <param name="IsBlocked">This and what follows until <paramref name="HoldsIdentity"/> is true of one who was found.</param>
    /// <param name="Count">How many were found.</param>
    internal sealed record Row(
        bool IsTrusted, Number Number, Verified Verified, EmailMode Mode, bool IsBlocked, bool HasMfa, bool IsUnlisted, bool WasSeparated, bool HoldsIdentity, int Count,
        PrimaryChoice Primary, LoginPolicy OnAmbiguous, LoginPolicy OnRefused, bool LinkAllMatches);

    public static TheoryData<PrimaryChoice, EmailMode> Tables => new MatrixTheoryData<PrimaryChoice, EmailMode>(Enum.GetValues<PrimaryChoice>(), Enum.GetValues<EmailMode>());

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_combination_ends_as_the_table_says(PrimaryChoice primary, EmailMode mode)
    {
        var rows = Rows(primary, mode).ToList();

        var wrong = rows.Select(row => (Row: row, Expected: Expected(row), Actual: Actual(row))).Where(end => end.Expected != end.Actual).ToList();

        Assert.Equal(2 * 5 * 4 * 32 * 3 * 8, rows.Count);
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {rows.Count} end otherwise, as {wrong.FirstOrDefault()}");
    }

    [Fact]
    public void Every_outcome_and_every_reason_of_a_decision_is_in_the_table()
    {
        string[] ends =
        [
            .. Tables.SelectMany(table => Rows(table.Data.Item1, table.Data.Item2)).Select(Expected).Select(end => $"{end.Outcome} {end.Reason}".TrimEnd()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];

        Assert.Equal(
            [
                "already_linked", "ambiguous", "linked", "no_match", "not_eligible ssn_invalid", "not_eligible ssn_missing", "not_eligible untrusted_connection",
                "refused candidate_blocked", "refused candidate_connection_untrusted", "refused candidate_mfa", "refused candidate_unverified", "refused national_id_conflict",
                "refused separated_before", "suggested",
            ],
            ends);
    }

    /// <summary>The table.</summary>
    private static LinkResponse Expected(Row row)
    {
        // Which rule decides: the number's first, and the address's where that does not apply.
        var hasSsnRule = row is { IsTrusted: true, Number: not Number.Absent };
        var hasEmailRule = row.Verified is Verified.Both or Verified.Here && (row.Mode == EmailMode.Suggest || row is { Mode: EmailMode.Automatic, IsTrusted: true });
        if (hasSsnRule && row.Number == Number.Invalid) return NotEligible("ssn_invalid");
        if (!hasSsnRule && !hasEmailRule) return NotEligible(row.IsTrusted ? "ssn_missing" : "untrusted_connection");
        var rule = hasSsnRule ? "ssn" : "email";

        // Whom it finds.
        if (row is { Count: > 0, HoldsIdentity: true }) return Answer("already_linked", Found);
        if (row.Count == 0 || (hasSsnRule && row.Number == Number.Changed)) return Answer("no_match", Newcomer, rule);

        // What speaks against them.
        if (row.Number == Number.Conflicting || row.Number == Number.Changed) return Refused("national_id_conflict");
        if (row.IsBlocked) return Refused("candidate_blocked");
        if (row.WasSeparated) return Refused("separated_before");
        if (hasSsnRule && row.IsUnlisted) return Refused("candidate_connection_untrusted");
        if (!hasSsnRule && row.Verified == Verified.Here) return Refused("candidate_unverified");
        if (!hasSsnRule && row.Mode == EmailMode.Suggest) return Answer("suggested", Newcomer, rule, candidates: row.Count);
        if (!hasSsnRule && row.IsUnlisted) return Refused("candidate_connection_untrusted");
        if (!hasSsnRule && row.HasMfa) return Refused("candidate_mfa");

        // Who survives.
        if (row is { Count: > 1, LinkAllMatches: false }) return Answer("ambiguous", Newcomer, rule, candidates: row.Count, login: row.OnAmbiguous);
        if (row.Count > 1) return Answer("linked", OldestFound, rule);
        return Answer("linked", row.Primary == PrimaryChoice.Oldest ? Newcomer : Found, rule);

        LinkResponse Refused(string reason) => Answer("refused", Newcomer, rule, reason, login: row.OnRefused);
        LinkResponse NotEligible(string reason) => Answer("not_eligible", Newcomer, reason: reason);
    }

    private static LinkResponse Answer(
        string outcome, string account, string? rule = null, string? reason = null, int candidates = 0, LoginPolicy login = LoginPolicy.Continue) =>
        new(outcome, login == LoginPolicy.Deny ? "deny" : "continue", account, rule, outcome == "linked" ? "id" : null, reason, candidates, DryRun: null);

    /// <summary>What the service decides, as the answer that it would give.</summary>
    private LinkResponse Actual(Row row)
    {
        var options = OptionsOf(row);
        var decision = Decide(UserOf(row), options, [.. Enumerable.Range(0, row.Count).Select(index => FoundBy(row, index))]);
        var user = UserId.Parse(Newcomer);
        LinkOutcome outcome = decision switch
        {
            LinkDecision.AlreadyLinked already => new LinkOutcome.AlreadyLinked(already.Holder.Id),
            LinkDecision.NoMatch none => new LinkOutcome.NoMatch(user, none.Rule),
            LinkDecision.Suggested some => new LinkOutcome.Suggested(user, some.Rule, some.Candidates),
            LinkDecision.Ambiguous several => new LinkOutcome.Ambiguous(user, several.Rule, several.Candidates),
            LinkDecision.NotEligible not => new LinkOutcome.NotEligible(user, not.Why),
            LinkDecision.Refused refused => new LinkOutcome.Refused(user, refused.Why, refused.Rule),
            LinkDecision.Join join => new LinkOutcome.Linked(join.Plan.Primary.Id, join.Rule, "id"),
            _ => throw new InvalidOperationException("A decision that the table does not know."),
        };
        return LinkResponse.Of(outcome, options);
    }

    private static IEnumerable<Row> Rows(PrimaryChoice primary, EmailMode mode)
    {
        bool[] either = [false, true];
        LoginPolicy[] policies = Enum.GetValues<LoginPolicy>();
        return
            from isTrusted in either
            from number in Enum.GetValues<Number>()
            from verified in Enum.GetValues<Verified>()
            from isBlocked in either
            from hasMfa in either
            from isUnlisted in either
            from wasSeparated in either
            from holdsIdentity in either
            from count in (int[])[0, 1, 2]
            from onAmbiguous in policies
            from onRefused in policies
            from linkAllMatches in either
            select new Row(
                isTrusted, number, verified, mode, isBlocked, hasMfa, isUnlisted, wasSeparated, holdsIdentity, count, primary, onAmbiguous, onRefused, linkAllMatches);
    }

    private static LinkingOptions OptionsOf(Row row) => Options(options =>
    {
        (options.Primary, options.PreferConnections) = (row.Primary, [Database]);
        (options.OnAmbiguous, options.OnRefused, options.LinkAllMatches) = (row.OnAmbiguous, row.OnRefused, row.LinkAllMatches);
        options.Ssn.TrustedConnections = row.IsTrusted ? [BankId] : ["another"];
        (options.Email.Mode, options.Email.TrustedConnections) = (row.Mode, row.IsTrusted ? [BankId, Database] : [Database]);
        options.Connections["Legacy-Customers"] = "con_legacycustomer01";
    });

    /// <summary>Younger than the one and older than the other who are found.</summary>
    private Auth0User UserOf(Row row) => Cached((row.Number, row.Verified), () => User(
        Newcomer,
        $$"""
        {{row.Number switch { Number.Absent => "", Number.Invalid => """, "ssn": "196802020576" """, _ => """, "ssn": "196802020575" """ }}},
        "email": "anna@example.com", "email_verified": {{Json(row.Verified is Verified.Both or Verified.Here)}}
        """,
        "2020-01-01T00:00:00.000Z"));

    private Auth0User FoundBy(Row row, int index)
    {
        var isFirst = index == 0;
        var isVerified = row.Verified is Verified.Both or Verified.There;
        var (isBlocked, hasMfa, isUnlisted, wasSeparated, holds) =
            (isFirst && row.IsBlocked, isFirst && row.HasMfa, isFirst && row.IsUnlisted, isFirst && row.WasSeparated, isFirst && row.HoldsIdentity);
        return Cached((index, row.Number, isVerified, isBlocked, hasMfa, isUnlisted, wasSeparated, holds), () => Read($$"""
            {"user_id": "{{(isFirst ? Found : OldestFound)}}", "created_at": "{{(isFirst ? 2021 : 2019)}}-01-01T00:00:00.000Z",
             "identities": [{"provider": "auth0", "user_id": "{{(isFirst ? "found" : "oldest")}}", "connection": "{{(isUnlisted ? "Legacy-Customers" : Database)}}"}
                {{(holds ? """, {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}""" : "")}}],
             "email": "anna@example.com", "email_verified": {{Json(isVerified)}}, "blocked": {{Json(isBlocked)}}, "multifactor": {{(hasMfa ? "[\"guardian\"]" : "[]")}},
             "app_metadata": {"userSocialSecurityNumber": "{{(row.Number == Number.Changed ? OtherNumber : Accounts.Number)}}",
                              "account_linking": {"never": [{{(wasSeparated ? $"\"{Newcomer}\"" : "")}}]} }
             {{(isFirst && row.Number == Number.Conflicting ? $", \"ssn\": \"{OtherNumber}\"" : "")}} }
            """));
    }

    private Auth0User Cached(object key, Func<Auth0User> make) => _users.TryGetValue(key, out var known) ? known : _users[key] = make();

    private static string Json(bool value) => value ? "true" : "false";
}
