using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.CrmSync;
using AccountLinking.Journal;
using AccountLinking.Linking;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Webhooks;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>Whatever the service can answer has an example in the document.</summary>
public sealed partial class CompletenessTests
{
    private static readonly UserId Id = UserId.Parse("auth0|x");
    private static readonly CrmRecord Record = new("C-1", [], [], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "", "", "");

    private static readonly LinkOutcome[] LinkOutcomes =
    [
        new LinkOutcome.Linked(Id, "ssn", "1"), new LinkOutcome.WouldLink(Id, "ssn", Id), new LinkOutcome.AlreadyLinked(Id), new LinkOutcome.NoMatch(Id, "ssn"), new LinkOutcome.Suggested(Id, "email", 1),
        new LinkOutcome.Ambiguous(Id, "ssn", 2), new LinkOutcome.NotEligible(Id, Reason.NoEmail), new LinkOutcome.Refused(Id, Reason.UserBlocked, Rule: null),
    ];

    private static readonly UnlinkOutcome[] UnlinkOutcomes = [new UnlinkOutcome.Unlinked(Id, [Id]), new UnlinkOutcome.AlreadyUnlinked(Id, [])];

    private static readonly CrmOutcome[] CrmOutcomes =
    [
        new CrmOutcome.Cached(Record), new CrmOutcome.Synced(Record), new CrmOutcome.Stale(Record), new CrmOutcome.NotFound(Record), new CrmOutcome.NoPhone("-"), new CrmOutcome.AmbiguousPhone(),
        new CrmOutcome.Unavailable(),
    ];

    public static TheoryData<string, int> Problems =>
    [
        .. ApiDocument.Operations.SelectMany(operation => operation.Json.Each("responses")
            .Where(answer => answer.Value.Each("content").Any(content => content.Name == Problem.ContentType)).Select(answer => (operation.Id, int.Parse(answer.Name, null)))),
    ];

    [Fact]
    public void Every_outcome_of_a_link() => AssertOutcomes(nameof(RouteTable.Link), "LinkAnswer", LinkOutcomes, outcome => LinkResponse.Of(outcome, new LinkingOptions()).Outcome);

    [Fact]
    public void Every_outcome_of_an_unlinking() => AssertOutcomes(nameof(RouteTable.Unlink), "UnlinkAnswer", UnlinkOutcomes, outcome => UnlinkResponse.Of(outcome).Outcome);

    [Fact]
    public void Every_outcome_of_a_sync() => AssertOutcomes(nameof(RouteTable.CrmSync), "CrmSyncAnswer", CrmOutcomes, outcome => SyncResponse.Of(outcome).Outcome);

    [Fact]
    public void Every_outcome_of_a_proof()
    {
        Assert.Equal(["already_linked", "linked", "refused"], Shown(nameof(RouteTable.LinkIdentity), "outcome"));
        Assert.Equal(["already_linked", "linked", "refused"], Allowed("LinkIdentityAnswer", "outcome"));
        Assert.Equal(["false", "true"], Answers(nameof(RouteTable.LinkIdentity), "sign_in_again").Select(value => value.GetRawText()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reason()
    {
        var (ofLinks, ofProofs) = (Shown(nameof(RouteTable.Link), "reason").ToList(), Shown(nameof(RouteTable.LinkIdentity), "reason").ToList());

        Assert.Equal(Constants(typeof(Reason)), ofLinks.Union(ofProofs, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(Allowed("LinkAnswer", "reason"), ofLinks);
        Assert.Equal(Allowed("LinkIdentityAnswer", "reason"), ofProofs);
    }

    [Fact]
    public void A_login_that_is_denied_and_a_dry_run()
    {
        Assert.Equal(["continue", "deny"], Shown(nameof(RouteTable.Link), "login"));
        Assert.Contains(ApiDocument.Operation(nameof(RouteTable.Link)).Examples, example => example.Answer?.TryGetProperty("dry_run", out _) == true);
    }

    [Fact]
    public void Every_code() => Assert.Equal(
        Constants(typeof(ProblemCode)).Concat(Constants(typeof(TroubleCode))).Append(JournalException.Code).Order(StringComparer.Ordinal),
        ApiDocument.Operations.SelectMany(operation => Shown(operation.Id, "code")).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Problems))]
    public void Every_code_that_a_route_has_with_a_status(string operation, int status)
    {
        var api = ApiDocument.Operation(operation);
        var codes = api.ContentOf(status)[Problem.ContentType].GetProperty("allOf")[1].GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(code => code.GetString()!);

        Assert.Equal(
            codes.Order(StringComparer.Ordinal),
            api.Examples.Where(example => example.Status == status).Select(example => example.Answer!.Value.GetProperty("code").GetString()!).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>A code that stands elsewhere is not among those that are looked for here.</summary>
    [Fact]
    public void Codes_have_names()
    {
        var made = Directory.EnumerateFiles(Path.Combine(Repository.Root, "functions"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => ProblemMade().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value)).ToList();

        Assert.Contains("ProblemCode.MalformedJson", made);
        Assert.All(made, code => Assert.Matches("^(ProblemCode\\.[A-Za-z]+|code|CodeOf\\(fault\\))$", code));
    }

    private static void AssertOutcomes<TOutcome>(string operation, string schema, TOutcome[] outcomes, Func<TOutcome, string> nameOf)
    {
        var names = outcomes.Select(nameOf).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.Equal(typeof(TOutcome).GetNestedTypes().Select(type => type.Name).Order(StringComparer.Ordinal), outcomes.Select(outcome => outcome!.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Equal(names, Shown(operation, "outcome"));
        Assert.Equal(names, Allowed(schema, "outcome"));
    }

    /// <summary>The values of a property in the examples of answers.</summary>
    private static IEnumerable<string> Shown(string operation, string property) =>
        Answers(operation, property).Select(value => value.GetString()).OfType<string>().Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<JsonElement> Answers(string operation, string property) =>
        ApiDocument.Operation(operation).Examples.Select(example => example.Answer?.TryGetProperty(property, out var value) == true ? value : default).Where(value => value.ValueKind != JsonValueKind.Undefined);

    private static IEnumerable<string> Allowed(string schema, string property) => ApiDocument.Resolve($"#/components/schemas/{schema}/properties/{property}/enum")
        .EnumerateArray().Where(value => value.ValueKind != JsonValueKind.Null).Select(value => value.GetString()!).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Constants(Type names) =>
        names.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"new(?: Problem\((?:status|\d{3})|(?: Problem)?\(StatusCodes\.\w+), (?<code>[^,]+),", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProblemMade();
}
