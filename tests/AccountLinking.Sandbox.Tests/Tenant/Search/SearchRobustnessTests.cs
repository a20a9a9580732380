using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Search;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Search;

public sealed class SearchRobustnessTests
{
    private static readonly string[] Pieces =
    [
        "email", "app_metadata.x", "identities.user_id", "ssn", ":", ":", ":", "\"", "\"", "\\", "\\u0041", "\\u", "(", ")", "-", "+", "!", "&&", "||", "*", "?", "[", "]",
        "{", "}", "^", "~", "/", " ", " ", " ", "\t", " AND ", " OR ", " NOT ", "a", "1", "å", "😀", "\ud800", "\0", "TO", ".", "|",
        "email:a", "name:\"b\"", "email:(", "email:a", "name:\"b\"", " email:a", " AND ", " OR ",
    ];

    private static readonly string[] HostileValues =
    [
        "", " ", "\"", "\\", "\\\"", "\" OR user_id:\"auth0|other", "\") OR (user_id:\"auth0|other", "x\\", "\\u0041", "*", "?", "a*", "[* TO *]", "/.*/", "x~", "x^9",
        "AND", "NOT x", "a:b", "a b", "(a)", "&&", "||", "-x", "+x", "!x", "\0", "\n", "\t", "å", "😀", "\u2028", "true", "1", "01", "null", "{\"a\":1}",
    ];

    [Fact]
    public void Any_string_is_a_query_or_a_syntax_error()
    {
        var random = new Random(20261120);
        var user = TestTenant.User("""{"user_id": "auth0|x", "email": "a"}""");
        var (parsed, refused) = (0, 0);
        for (var round = 0; round < 50_000; round++)
        {
            var query = string.Concat(random.GetItems(Pieces, random.Next(1, 10)));
            try
            {
                SearchParser.Parse(query).Matches(user);
                parsed++;
            }
            catch (SearchSyntaxException)
            {
                refused++;
            }
        }

        Assert.InRange(parsed, 500, 50_000);
        Assert.InRange(refused, 1000, 50_000);
    }

    [Fact]
    public void A_value_of_which_only_quotes_and_backslashes_are_escaped_finds_exactly_its_user()
    {
        var random = new Random(20261121);
        var values = HostileValues
            .Concat(Enumerable.Range(0, 400).Select(_ => string.Concat(random.GetItems(Pieces, random.Next(1, 8))).Replace("\ud800", "", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var users = values.Select(UserWith).ToList();

        Assert.All(values, (value, index) =>
        {
            var query = SearchParser.Parse($"app_metadata.x:\"{Escaped(value)}\"");
            Assert.Equal([users[index].UserId], users.Where(query.Matches).Select(user => user.UserId));
        });
    }

    private static TenantUser UserWith(string value, int index) => UserDocument.Parse(
        JsonMap.Empty.With("user_id", $"auth0|{index}").With("app_metadata", JsonMap.Empty.With("x", value).ToElement()), TestTenant.Connections, TestTenant.Now);

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
