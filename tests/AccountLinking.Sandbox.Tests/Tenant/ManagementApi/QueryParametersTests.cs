using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class QueryParametersTests
{
    private static readonly Dictionary<string, Func<QueryParameters, object?>> Readers = new()
    {
        ["text"] = query => query.RequiredText("f"),
        ["number"] = query => query.Number("f", 7, 100),
        ["flag"] = query => query.Flag("f"),
    };

    [Theory]
    [InlineData("text", "", "'Missing required property: f'.")]
    [InlineData("text", "?f=", "'Missing required property: f'.")]
    [InlineData("text", "?F=1", "'Additional properties not allowed: F'.")]
    [InlineData("text", "?g=1", "'Additional properties not allowed: g'.")]
    [InlineData("text", "?f=1&f=2", "'Expected type string but found type array' on property f.")]
    [InlineData("number", "?f=", "'Expected type integer but found type string' on property f.")]
    [InlineData("number", "?f=-1", "'Expected type integer but found type string' on property f.")]
    [InlineData("number", "?f=%2B1", "'Expected type integer but found type string' on property f.")]
    [InlineData("number", "?f=1.0", "'Expected type integer but found type string' on property f.")]
    [InlineData("number", "?f=99999999999", "'Expected type integer but found type string' on property f.")]
    [InlineData("number", "?f=101", "'Value 101 is greater than maximum 100' on property f.")]
    [InlineData("flag", "?f=", "'Expected type boolean but found type string' on property f.")]
    [InlineData("flag", "?f=True", "'Expected type boolean but found type string' on property f.")]
    [InlineData("flag", "?f=1", "'Expected type boolean but found type string' on property f.")]
    public void Refuses(string reader, string query, string fault)
    {
        var refused = Assert.Throws<ManagementApiException>(() => Readers[reader](Query(query, "f")));

        Assert.Equal(
            (400, $"Query validation error: {fault}", "invalid_query_string"), (refused.Status, refused.Message, refused.ToBody().Text("errorCode")));
    }

    [Theory]
    [InlineData("text", "?f=a%20b", "a b")]
    [InlineData("text", "?f=%2B46", "+46")]
    [InlineData("number", "", 7)]
    [InlineData("number", "?f=0", 0)]
    [InlineData("number", "?f=100", 100)]
    [InlineData("flag", "", null)]
    [InlineData("flag", "?f=true", true)]
    [InlineData("flag", "?f=false", false)]
    public void Reads(string reader, string query, object? value) => Assert.Equal(value, Readers[reader](Query(query, "f")));

    [Theory]
    [InlineData("", "email,name,blocked")]
    [InlineData("?fields=", "email,name,blocked")]
    [InlineData("?include_fields=false", "email,name,blocked")]
    [InlineData("?fields=blocked,email", "email,blocked")]
    [InlineData("?fields=%20name%20,,", "name")]
    [InlineData("?fields=picture", "")]
    [InlineData("?fields=email&include_fields=true", "email")]
    [InlineData("?fields=email,name&include_fields=false", "blocked")]
    public void Selects_fields(string query, string shown) => Assert.Equal(
        shown,
        string.Join(',', FieldSelection.Read(Query(query, FieldSelection.Parameters)).Apply(JsonMap.Parse("""{"email":1,"name":2,"blocked":3}""")).Keys));

    [Theory]
    [InlineData("ssn")]
    [InlineData("email,emial")]
    [InlineData("Email")]
    [InlineData("identities.connection")]
    public void Refuses_fields_that_are_none(string fields)
    {
        var refused = Assert.Throws<ManagementApiException>(() => FieldSelection.Read(Query($"?fields={fields}", FieldSelection.Parameters)));

        Assert.Equal(
            $"Query validation error: 'String '{fields}' does not match pattern. Must be a comma separated list of the following values: "
            + "phone_number,email,email_verified,picture,username,user_id,name,nickname,created_at,identities,app_metadata,user_metadata,last_ip,"
            + "last_login,logins_count,updated_at,blocked,family_name,given_name' on property fields.",
            refused.Message);
    }

    private static QueryParameters Query(string query, params string[] known)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return new QueryParameters(context.Request, known);
    }
}
