using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class VerificationTests
{
    [Theory]
    [InlineData("""{"email": "new@example.com"}""", """{"email": "new@example.com", "email_verified": false}""")]
    [InlineData("""{"phone_number": "+46701740606"}""", """{"phone_number": "+46701740606", "phone_verified": false}""")]
    [InlineData("""{"email": "Old@example.com"}""", """{"email": "Old@example.com", "email_verified": false}""")]
    [InlineData("""{"email": "new@example.com", "email_verified": true}""", """{"email": "new@example.com", "email_verified": true}""")]
    [InlineData("""{"email": "old@example.com"}""", """{"email": "old@example.com"}""")]
    [InlineData("""{"email": null}""", """{"email": null, "email_verified": false}""")]
    [InlineData("""{"name": "x"}""", """{"name": "x"}""")]
    public void Does_not_pass_on_to_another_address_or_number(string changes, string expected)
    {
        var before = JsonMap.Parse("""{"email": "old@example.com", "email_verified": true, "phone_number": "+46701740605", "phone_verified": true}""");

        ApiAssert.JsonEqual(expected, Verification.Reset(before, JsonMap.Parse(changes)).ToElement());
    }

    [Fact]
    public void A_first_address_does_not_inherit_what_an_earlier_one_left() => ApiAssert.JsonEqual(
        """{"email": "a@example.com", "email_verified": false}""",
        Verification.Reset(JsonMap.Parse("""{"email_verified": true}"""), JsonMap.Parse("""{"email": "a@example.com"}""")).ToElement());
}
