using System.Reflection;
using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>What is said of tokens that are refused: programs and a table in the documentation read it.</summary>
public sealed class TokenFaultTests
{
    [Fact]
    public void All_are_listed_each_with_a_code_and_a_sentence_of_its_own()
    {
        var declared = typeof(TokenFault).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(TokenFault)).Select(property => (TokenFault)property.GetValue(null)!);

        Assert.Equal(declared.Select(fault => fault.Code).Order(StringComparer.Ordinal), TokenFault.All.Select(fault => fault.Code).Order(StringComparer.Ordinal));
        Assert.Distinct(TokenFault.All.Select(fault => fault.Code));
        Assert.Distinct(TokenFault.All.Select(fault => fault.Sentence));
        Assert.All(TokenFault.All, fault => Assert.Matches("^[a-z]+(_[a-z]+)*$", fault.Code));
        Assert.All(TokenFault.All, fault => Assert.Matches("^The |^This ", fault.Sentence));
    }
}
