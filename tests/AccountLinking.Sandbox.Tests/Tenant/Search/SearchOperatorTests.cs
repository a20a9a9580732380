using AccountLinking.Sandbox.Tenant.Search;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Search;

/// <summary>How terms combine. The user is "yes" in username and nickname; whatever asks for "no" does not match.</summary>
public sealed class SearchOperatorTests
{
    private const string T = "username:yes";
    private const string F = "nickname:no";

    private static readonly TenantUser User = TestTenant.User("""{"user_id": "auth0|x", "username": "yes", "nickname": "yes"}""");

    [Theory]
    [InlineData(T, true)]
    [InlineData(F, false)]
    [InlineData($"{T} AND {T}", true)]
    [InlineData($"{T} AND {F}", false)]
    [InlineData($"{F} AND {T}", false)]
    [InlineData($"{F} AND {F}", false)]
    [InlineData($"{T} OR {T}", true)]
    [InlineData($"{T} OR {F}", true)]
    [InlineData($"{F} OR {T}", true)]
    [InlineData($"{F} OR {F}", false)]
    [InlineData($"{T} AND {T} AND {F}", false)]
    [InlineData($"{F} OR {F} OR {T}", true)]
    public void And_and_or(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData($"NOT {T}", false)]
    [InlineData($"NOT {F}", true)]
    [InlineData($"-{T}", false)]
    [InlineData($"-{F}", true)]
    [InlineData($"{T} AND NOT {F}", true)]
    [InlineData($"{T} AND NOT {T}", false)]
    [InlineData($"{T} AND -{F}", true)]
    [InlineData($"NOT {F} AND {T}", true)]
    [InlineData($"{T} NOT {F}", true)]
    [InlineData($"{T} NOT {T}", false)]
    [InlineData($"{T} -{F}", true)]
    [InlineData($"{T} -{T}", false)]
    [InlineData($"{F} -{F}", false)]
    [InlineData($"-{F} -{F}", true)]
    [InlineData($"{T} -{F} AND {T}", true)]
    public void Not_and_minus(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData($"({T})", true)]
    [InlineData($"(({F}))", false)]
    [InlineData($"({F} AND {F}) OR {T}", true)]
    [InlineData($"{F} AND ({F} OR {T})", false)]
    [InlineData($"({T} OR {F}) AND ({F} OR {T})", true)]
    [InlineData($"NOT ({T} AND {F})", true)]
    [InlineData($"NOT ({T} OR {F})", false)]
    [InlineData($"-({F} OR {F})", true)]
    [InlineData($"NOT (NOT {T})", true)]
    [InlineData($"-(-{F})", false)]
    [InlineData($"{T} -({F} OR {F})", true)]
    [InlineData($"({T})AND {T}", true)]
    [InlineData($"  (  {T}  AND  {T}  )  ", true)]
    [InlineData($"{T}\tAND\n{T}", true)]
    public void Groups(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("username:(no OR yes)", true)]
    [InlineData("username:(no OR other)", false)]
    [InlineData("username:(yes AND no)", false)]
    [InlineData("username:(yes AND NOT no)", true)]
    [InlineData("username:(yes -no)", true)]
    [InlineData("username:(-yes)", false)]
    [InlineData("username:(\"yes\")", true)]
    [InlineData("username:(NOT (no OR other))", true)]
    [InlineData("username:((no OR yes) AND yes)", true)]
    [InlineData("username:(\"no\" OR \"yes\") AND nickname:(yes)", true)]
    [InlineData("NOT username:(no OR other)", true)]
    public void A_field_holds_for_its_parentheses(string query, bool found) => Finds(query, found);

    [Theory]
    [InlineData("username:\"AND\"", false)]
    [InlineData("username:(\"OR\" OR yes)", true)]
    [InlineData("username:\\AND", false)]
    [InlineData("username:and", false)]
    [InlineData("username:(yes OR or)", true)]
    [InlineData("username:not", false)]
    [InlineData("username:ANDY", false)]
    [InlineData("username:a&b", false)]
    [InlineData("username:a|b", false)]
    [InlineData("username:a-b", false)]
    [InlineData("username:a+b", false)]
    public void Operators_are_capitals_that_stand_alone(string query, bool found) => Finds(query, found);

    [Fact]
    public void Parentheses_may_be_nested_32_deep() =>
        Assert.True(SearchParser.Parse($"{new string('(', 32)}{T}{new string(')', 32)}").Matches(User));

    [Fact]
    public void A_query_may_have_any_number_of_terms() =>
        Assert.True(SearchParser.Parse(string.Join(" OR ", Enumerable.Repeat(F, 10_000).Append(T))).Matches(User));

    private static void Finds(string query, bool found) => Assert.Equal(found, SearchParser.Parse(query).Matches(User));
}
