using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class UserSortTests
{
    private static readonly TenantUser[] Users =
    [
        TestTenant.User("""{"user_id": "auth0|c", "name": "b", "created_at": "2021-01-01T00:00:00.000Z", "logins_count": 10, "email_verified": true}"""),
        TestTenant.User("""{"user_id": "auth0|a", "name": "B", "created_at": "2023-01-01T00:00:00.000Z", "logins_count": 9}"""),
        TestTenant.User("""{"user_id": "auth0|b", "name": "a", "created_at": "2022-01-01T00:00:00.000Z", "logins_count": 100, "email_verified": false}"""),
        TestTenant.User("""{"user_id": "auth0|d", "created_at": "2022-01-01T00:00:00.000Z"}"""),
    ];

    [Theory]
    [InlineData("")]
    [InlineData("name")]
    [InlineData("name:")]
    [InlineData("name:0")]
    [InlineData("name:2")]
    [InlineData("name:+1")]
    [InlineData("name:asc")]
    [InlineData(":1")]
    [InlineData("name:1:1")]
    [InlineData("name:1,email:1")]
    [InlineData("user_metadata.a:1")]
    [InlineData("app_metadata.a:-1")]
    public void Refuses_what_is_no_order(string sort)
    {
        var refused = Assert.Throws<ManagementApiException>(() => UserSort.Parse(sort));

        Assert.Equal(
            (400, $"Query validation error: 'String does not match pattern field:1 or field:-1: {sort}' on property sort.", "invalid_query_string"),
            (refused.Status, refused.Message, refused.ToBody().Text("errorCode")));
    }

    [Theory]
    [InlineData(null, "cbda")]
    [InlineData("created_at:1", "cbda")]
    [InlineData("created_at:-1", "abdc")]
    [InlineData("user_id:1", "abcd")]
    [InlineData("user_id:-1", "dcba")]
    [InlineData("name:1", "dabc")]
    [InlineData("name:-1", "cbad")]
    [InlineData("logins_count:1", "dacb")]
    [InlineData("logins_count:-1", "bcad")]
    [InlineData("email_verified:1", "adbc")]
    [InlineData("unknown:1", "abcd")]
    [InlineData("unknown:-1", "abcd")]
    public void Orders_users_and_breaks_ties_by_id(string? sort, string expected) =>
        Assert.Equal(expected, string.Concat(UserSort.Parse(sort).Apply(Users).Select(user => user.UserId[^1])));
}
