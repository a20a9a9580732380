using System.Text.Json;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class PayloadPropertyTests
{
    [Theory]
    [InlineData("string", "1", "integer")]
    [InlineData("string", "1.5", "number")]
    [InlineData("string", "true", "boolean")]
    [InlineData("string", "{}", "object")]
    [InlineData("string", "[]", "array")]
    [InlineData("string", "null", "null")]
    [InlineData("boolean", "\"true\"", "string")]
    [InlineData("boolean", "0", "integer")]
    [InlineData("boolean", "null", "null")]
    [InlineData("object", "[]", "array")]
    [InlineData("object", "null", "null")]
    [InlineData("object", "\"{}\"", "string")]
    [InlineData("string or integer", "1.5", "number")]
    [InlineData("string or integer", "1e3", "number")]
    [InlineData("string or integer", "false", "boolean")]
    [InlineData("string or integer", "null", "null")]
    public void Names_the_type_that_it_found(string type, string value, string found) =>
        Assert.Equal(
            $"Payload validation error: 'Expected type {type} but found type {found}' on property p.", Fault(new PayloadProperty("p", type), value));

    [Theory]
    [InlineData("\"\"", "String is too short (0 chars), minimum 2")]
    [InlineData("\"a\"", "String is too short (1 chars), minimum 2")]
    [InlineData("\"abcde\"", "String is too long (5 chars), maximum 4")]
    public void Counts_characters(string value, string fault) =>
        Assert.Equal($"Payload validation error: '{fault}' on property p.", Fault(new PayloadProperty("p", "string", MinLength: 2, MaxLength: 4), value));

    [Theory]
    [InlineData("")]
    [InlineData("abc1")]
    [InlineData("ABC")]
    [InlineData("abc\\n")]
    [InlineData("\\nabc")]
    public void Matches_the_whole_text_against_a_pattern(string value) =>
        Assert.Equal(
            $"Payload validation error: 'String does not match pattern ^[a-z]+$: {value.Replace("\\n", "\n", StringComparison.Ordinal)}' on property p.",
            Fault(new PayloadProperty("p", "string") { Pattern = new Regex("^[a-z]+$", RegexOptions.None, TimeSpan.FromSeconds(1)) }, $"\"{value}\""));

    [Theory]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("@example.com")]
    [InlineData("anna@")]
    [InlineData("a@b@c")]
    [InlineData("an na@example.com")]
    [InlineData(" anna@example.com")]
    public void Refuses_what_is_no_email_address(string value) =>
        Assert.Equal(
            $"Payload validation error: 'Object didn't pass validation for format email: {value}' on property p.",
            Fault(new PayloadProperty("p", "string") { IsEmail = true }, $"\"{value}\""));

    [Fact]
    public void Finds_nothing_wrong_with_what_fits()
    {
        var name = new PayloadProperty("p", "string", Nullable: true, MinLength: 1, MaxLength: 4);
        var letters = new PayloadProperty("p", "string") { Pattern = new Regex("^[a-z]*$", RegexOptions.None, TimeSpan.FromSeconds(1)) };
        var id = new PayloadProperty("p", "string or integer");

        Assert.All(["\"a\"", "\"abcd\"", "null"], value => Assert.Null(Fault(name, value)));
        Assert.All(["\"\"", "\"abc\""], value => Assert.Null(Fault(letters, value)));
        Assert.All(["\"a\"", "1", "-1", "9223372036854775807"], value => Assert.Null(Fault(id, value)));
        Assert.All(["{}", """{"a":null}"""], value => Assert.Null(Fault(new PayloadProperty("p", "object"), value)));
        Assert.All(["true", "false"], value => Assert.Null(Fault(new PayloadProperty("p", "boolean"), value)));
        Assert.Null(Fault(new PayloadProperty("p", "string") { IsEmail = true }, "\"a@b\""));
    }

    private static string? Fault(PayloadProperty property, string json)
    {
        using var document = JsonDocument.Parse(json);
        return property.Fault(document.RootElement);
    }
}
