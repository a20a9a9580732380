using AccountLinking.Auth0;

namespace AccountLinking.Tests.Auth0;

public sealed class UserIdTests
{
    public static TheoryData<string> NoUserIds =>
    [
        "", "auth0", "|", "|x", "auth0|", "auth0|\n", "auth0|x\u0000", "au\tth0|x", "auth0|\u007f", "auth0|\u0085x",
        "auth0|../x", "auth0|x/../y", "auth0|x/..", "auth0|x/./y", "auth0|x\\..\\y", "../auth0|x", "auth0|x/.", $"auth0|{new string('x', 123)}", $"auth0|{new string('x', 2_000)}",
    ];

    public static TheoryData<string, string, string, string> RealOnes => new()
    {
        { "auth0|5f7c8ec7c33c6c004bbafe82", "auth0", "5f7c8ec7c33c6c004bbafe82", "auth0%7C5f7c8ec7c33c6c004bbafe82" },
        { "oidc|swedish-bankid|{6F9619FF}", "oidc", "swedish-bankid|{6F9619FF}", "oidc%7Cswedish-bankid%7C%7B6F9619FF%7D" },
        { "samlp|corp|anna@example.com", "samlp", "corp|anna@example.com", "samlp%7Ccorp%7Canna%40example.com" },
        { "oidc|x|https://idp.example.com/u/1?a=b#c", "oidc", "x|https://idp.example.com/u/1?a=b#c", "oidc%7Cx%7Chttps%3A%2F%2Fidp.example.com%2Fu%2F1%3Fa%3Db%23c" },
        { "ad|DOMAIN\\anna", "ad", "DOMAIN\\anna", "ad%7CDOMAIN%5Canna" },
        { "oauth2|x|%2e%2e", "oauth2", "x|%2e%2e", "oauth2%7Cx%7C%252e%252e" },
        { "oauth2|x|..y/...", "oauth2", "x|..y/...", "oauth2%7Cx%7C..y%2F..." },
        { "oauth2|Å 阿", "oauth2", "Å 阿", "oauth2%7C%C3%85%20%E9%98%BF" },
        { "oauth2|\"a\" OR *:*", "oauth2", "\"a\" OR *:*", "oauth2%7C%22a%22%20OR%20%2A%3A%2A" },
    };

    [Theory]
    [MemberData(nameof(NoUserIds))]
    public void Refuses(string text)
    {
        Assert.False(UserId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => UserId.Parse(text));
    }

    [Fact]
    public void Refuses_none_at_all() => Assert.False(UserId.TryParse(null, out _));

    [Theory]
    [MemberData(nameof(RealOnes))]
    public void Takes_what_providers_make_and_splits_it_at_the_first_pipe(string text, string provider, string identity, string segment)
    {
        Assert.True(UserId.TryParse(text, out var id));

        Assert.Equal((text, provider, identity, segment), (id.ToString(), id.Provider, id.IdentityId, id.ToPathSegment()));
    }

    [Fact]
    public void Takes_just_the_longest() => Assert.True(UserId.TryParse($"auth0|{new string('x', 122)}", out _));

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("\"", "\"\\\"\"")]
    [InlineData("\\", "\"\\\\\"")]
    [InlineData("\\\"", "\"\\\\\\\"\"")]
    [InlineData("x\" OR user_id:* OR \"", "\"x\\\" OR user_id:* OR \\\"\"")]
    [InlineData("a* ? ~ ^ && || ! (b) [c] {d}", "\"a* ? ~ ^ && || ! (b) [c] {d}\"")]
    public void A_value_in_a_query_cannot_leave_its_quotes(string value, string quoted)
    {
        Assert.Equal($"app_metadata.key:{quoted}", UserQuery.AppMetadata("key", value).ToString());
        Assert.Equal($"identities.user_id:{quoted}", UserQuery.Identity(UserId.Parse($"auth0|{value}")).ToString());
    }
}
