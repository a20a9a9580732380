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
    [InlineData("", "abc")]
    [InlineData("?fields=", "abc")]
    [InlineData("?include_fields=false", "abc")]
    [InlineData("?fields=c,a", "ac")]
    [InlineData("?fields=%20b%20,,unknown", "b")]
    [InlineData("?fields=unknown", "")]
    [InlineData("?fields=a&include_fields=true", "a")]
    [InlineData("?fields=a,b&include_fields=false", "c")]
    [InlineData("?fields=A&include_fields=false", "abc")]
    public void Selects_fields(string query, string shown) =>
        Assert.Equal(shown, string.Concat(FieldSelection.Read(Query(query, FieldSelection.Parameters)).Apply(JsonMap.Parse("""{"a":1,"b":2,"c":3}""")).Keys));

    private static QueryParameters Query(string query, params string[] known)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return new QueryParameters(context.Request, known);
    }
}
