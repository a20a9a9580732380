using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class UserIdsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("auth0")]
    [InlineData("auth0|")]
    [InlineData("|anna")]
    public void Refuses_what_is_not_provider_and_id(string userId) => Assert.False(UserIds.TrySplit(userId, out _, out _));

    [Theory]
    [InlineData("auth0|anna", "auth0", "anna")]
    [InlineData("oidc|swedish-bankid|s1", "oidc", "swedish-bankid|s1")]
    [InlineData("samlp|con|a|b", "samlp", "con|a|b")]
    [InlineData("auth0||", "auth0", "|")]
    [InlineData("auth0|a b%7C", "auth0", "a b%7C")]
    public void Separates_at_the_first_pipe_only(string userId, string expectedProvider, string expectedId)
    {
        Assert.True(UserIds.TrySplit(userId, out var provider, out var id));
        Assert.Equal((expectedProvider, expectedId), (provider, id));
    }
}
