using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class PayloadSchemaTests
{
    private static readonly PayloadSchema Schema = new(new PayloadProperty("a", "string"), new PayloadProperty("b", "boolean"));

    [Theory]
    [InlineData("""{"b": true}""", "Payload validation error: 'Missing required property: a'.")]
    [InlineData("""{"c": 1}""", "Payload validation error: 'Missing required property: a'.")]
    [InlineData("""{"a": "x", "c": 1, "b": 2}""", "Payload validation error: 'Additional properties not allowed: c'.")]
    [InlineData("""{"a": "x", "b": 2, "c": 1}""", "Payload validation error: 'Expected type boolean but found type integer' on property b.")]
    [InlineData("""{"a": "x", "A": "x"}""", "Payload validation error: 'Additional properties not allowed: A'.")]
    [InlineData("""{"a": null}""", "Payload validation error: 'Expected type string but found type null' on property a.")]
    public void Says_what_is_wrong_first(string body, string message)
    {
        var refused = Assert.Throws<ManagementApiException>(() => Schema.Validate(JsonMap.Parse(body), "a"));

        Assert.Equal($$"""{"statusCode":400,"error":"Bad Request","message":"{{message}}","errorCode":"invalid_body"}""", refused.ToBody().ToString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"b": false, "a": ""}""")]
    public void Accepts_what_fits(string body) => Assert.Null(Record.Exception(() => Schema.Validate(JsonMap.Parse(body))));
}
