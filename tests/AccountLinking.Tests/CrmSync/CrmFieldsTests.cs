using System.Text.Json;
using AccountLinking.Configuration;
using AccountLinking.CrmSync;
using static AccountLinking.Tests.CrmSync.CrmTestData;

namespace AccountLinking.Tests.CrmSync;

/// <summary>What of the CRM's answer can be stored, and what becomes a claim.</summary>
public sealed class CrmFieldsTests
{
    [Theory]
    [InlineData("""{"a": 1, "b": "x", "c": [1, {"d": null}], "e": {"f": {"g": [[], {}]}}}""", """{"a":1,"b":"x","c":[1,{"d":null}],"e":{"f":{"g":[[],{}]}}}""")]
    [InlineData("""{"n": 9007199254740992, "m": 1.50, "å": "ü", "x": -0.1, "y": 1e21}""", """{"n":9007199254740992,"m":1.50,"å":"ü","x":-0.1,"y":1e21}""")]
    [InlineData("{}", "{}")]
    public void Nested_values_survive(string answer, string values) => AssertFields(answer, ForbiddenKeys.Rename, values);

    [Fact]
    public void The_CRM_cannot_say_when_it_was_asked()
    {
        AssertFields("""{"lastUpdate": "2099-01-01T00:00:00Z", "a": {"lastUpdate": 1}}""", ForbiddenKeys.Rename, """{"a":{"lastUpdate":1}}""", leftOut: 1);
        AssertFields("""{"lastUpdate": null}""", ForbiddenKeys.Refuse, "{}", leftOut: 1);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("12345678901234567890")]
    [InlineData("1e400")]
    [InlineData("-9007199254740993")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("1e-400")]
    public void A_number_that_JavaScript_would_make_another_of_is_a_text(string number) =>
        AssertFields($$"""{"externalUserId": {{number}}, "a": [{{number}}, {"b": {{number}} }]}""", ForbiddenKeys.Rename, $$"""{"externalUserId":"{{number}}","a":["{{number}}",{"b":"{{number}}"}]}""");

    [Fact]
    public void A_null_is_no_field() => AssertFields("""{"a": null, "b": 1}""", ForbiddenKeys.Rename, """{"b":1}""");

    [Theory]
    [InlineData("""{"a.b": 1, "$c": 2, "d": {"e.f$": [{"g.h": 3}]}}""", """{"d":{"e_f_":[{"g_h":3}]},"_c":2,"a_b":1}""", 4, 0)]
    [InlineData("""{"a.b": 1, "a_b": 2}""", """{"a_b":2}""", 0, 1)]
    [InlineData("""{"a.b": 1, "a$b": 2}""", """{"a_b":2}""", 1, 1)]
    [InlineData("""{"": 1, "__proto__": 2, "a\u0000": 3, "..proto..": 4}""", """{"a_":3}""", 1, 3)]
    [InlineData("""{"last.Update": 1}""", """{"last_Update":1}""", 1, 0)]
    public void Keys_that_Auth0_forbids_are_renamed_unless_the_name_is_taken(string answer, string values, int renamed, int leftOut) =>
        AssertFields(answer, ForbiddenKeys.Rename, values, renamed, leftOut);

    [Fact]
    public void Or_left_out() => AssertFields("""{"a.b": 1, "$c": 2, "d": {"e.f": 3, "g": 4}, "": 5}""", ForbiddenKeys.Refuse, """{"d":{"g":4}}""", leftOut: 4);

    [Fact]
    public void Claims_are_all_fields_and_the_name_unless_it_is_said_otherwise() => AssertClaims(
        Crm(), """{"externalUserId": "C-1", "name": "Doris", "x": {"y": 1}}""",
        """https://crm.example.com/={"externalUserId":"C-1","name":"Doris","x":{"y":1}}""", "https://crm.example.com/name=\"Doris\"");

    [Theory]
    [InlineData("""{"externalUserId": "C-1"}""", """https://crm.example.com/={"externalUserId":"C-1"}""")]
    [InlineData("{}", "https://crm.example.com/={}")]
    public void Without_a_name_there_is_no_claim_of_it(string fields, string claim) => AssertClaims(Crm(), fields, claim);

    [Fact]
    public void Claims_may_be_single_fields() => AssertClaims(
        Crm(options => (options.Namespace, options.Claims) = ("https://id.example.org/crm/", ["externalUserId", "x", "externalUserId", "absent"])),
        """{"externalUserId": "C-1", "name": "Doris", "x": {"y": [1]}}""",
        "https://id.example.org/crm/externalUserId=\"C-1\"", """https://id.example.org/crm/x={"y":[1]}""");

    private static void AssertClaims(CrmOptions options, string fields, params string[] claims) =>
        Assert.Equal(claims, CrmClaim.Of(Fields(fields), options).Select(claim => $"{claim.Name}={claim.Value.ToJsonString()}"));

    private static void AssertFields(string answer, ForbiddenKeys policy, string values, int renamed = 0, int leftOut = 0)
    {
        var fields = CrmFields.Of(JsonElement.Parse(answer), policy);

        Assert.Equal((JsonElement.Parse(values).GetRawText(), renamed, leftOut), (JsonElement.Parse(fields.Values.ToJsonString(Relaxed)).GetRawText(), fields.Renamed, fields.LeftOut));
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
