using AccountLinking.Sandbox.Tenant.Search;

namespace AccountLinking.Sandbox.Tests.Tenant.Search;

/// <summary>Queries that are refused because nobody can say for certain what Auth0 would make of them.</summary>
public sealed class SearchRefusalTests
{
    [Theory]
    [InlineData("", "a term is missing (at position 1).")]
    [InlineData("   ", "a term is missing (at position 4).")]
    [InlineData("()", "a term is missing (at position 2).")]
    [InlineData("email:()", "a term is missing (at position 8).")]
    [InlineData("AND", "a term is missing (at position 1).")]
    [InlineData("OR email:a", "a term is missing (at position 1).")]
    [InlineData("email:a AND", "a term is missing (at position 12).")]
    [InlineData("email:a AND OR email:b", "a term is missing (at position 13).")]
    [InlineData("email:a OR OR email:b", "a term is missing (at position 12).")]
    [InlineData("NOT", "a term is missing (at position 4).")]
    [InlineData("NOT AND email:a", "a term is missing (at position 5).")]
    [InlineData("(email:a OR)", "a term is missing (at position 12).")]
    public void A_term_is_missing(string query, string message) => Refuses(query, message);

    [Theory]
    [InlineData("anna", 1)]
    [InlineData("\"anna\"", 1)]
    [InlineData("email:a AND anna", 13)]
    [InlineData("(anna)", 2)]
    [InlineData("-anna", 2)]
    [InlineData("email\\:a", 1)]
    public void A_field_is_missing(string query, int position) =>
        Refuses(query, $"every term needs a field, as in email:\"anna@example.com\" (at position {position}).");

    [Theory]
    [InlineData("ssn:196802020575", "ssn", 1)]
    [InlineData("picture:x", "picture", 1)]
    [InlineData("Email:a", "Email", 1)]
    [InlineData("tenant:x", "tenant", 1)]
    [InlineData("last_password_reset:x", "last_password_reset", 1)]
    [InlineData("_exists_:email", "_exists_", 1)]
    [InlineData("email.domain:x", "email.domain", 1)]
    [InlineData("identities:x", "identities", 1)]
    [InlineData("user_metadata:x", "user_metadata", 1)]
    [InlineData("app_metadata:x", "app_metadata", 1)]
    [InlineData("app_metadata.:x", "app_metadata.", 1)]
    [InlineData("app_metadata..a:x", "app_metadata..a", 1)]
    [InlineData(".app_metadata:x", ".app_metadata", 1)]
    [InlineData("App_metadata.a:x", "App_metadata.a", 1)]
    [InlineData("user_id.a:x", "user_id.a", 1)]
    [InlineData("AND:x", "AND", 1)]
    [InlineData("NOT:x", "NOT", 1)]
    [InlineData("email:a OR ssn:b", "ssn", 12)]
    public void The_field_is_not_searchable(string query, string field, int position) =>
        Refuses(query, $"'{field}' is not a field that can be searched (at position {position}).");

    [Theory]
    [InlineData("email:", "a value must follow the colon directly (at position 7).")]
    [InlineData("email: a", "a value must follow the colon directly (at position 7).")]
    [InlineData("email:AND", "a value is missing; one that looks like an operator must be quoted (at position 7).")]
    [InlineData("email:OR", "a value is missing; one that looks like an operator must be quoted (at position 7).")]
    [InlineData("email:NOT", "a value is missing; one that looks like an operator must be quoted (at position 7).")]
    [InlineData("email:-a", "a value is missing; one that looks like an operator must be quoted (at position 7).")]
    [InlineData("email:)", "a value is missing; one that looks like an operator must be quoted (at position 7).")]
    [InlineData("(email:)", "a value is missing; one that looks like an operator must be quoted (at position 8).")]
    [InlineData("email:name:a", "a value is missing; one that looks like an operator must be quoted (at position 7).")]
    [InlineData("email::a", "a field name is missing before the colon (at position 7).")]
    [InlineData(":a", "a field name is missing before the colon (at position 1).")]
    [InlineData("email:a:b", "a value is missing; one that looks like an operator must be quoted (at position 7).")]
    public void A_value_is_missing(string query, string message) => Refuses(query, message);

    [Theory]
    [InlineData("name:*anna", '*', 6)]
    [InlineData("name:ann*", '*', 9)]
    [InlineData("name:an?a", '?', 8)]
    [InlineData("name:*", '*', 6)]
    [InlineData("*:*", '*', 1)]
    [InlineData("user_metadata.*:x", '*', 15)]
    [InlineData("logins_count:[1 TO 10]", '[', 14)]
    [InlineData("logins_count:{1 TO 10}", '{', 14)]
    [InlineData("logins_count:]", ']', 14)]
    [InlineData("logins_count:}", '}', 14)]
    [InlineData("name:anna~", '~', 10)]
    [InlineData("name:anna~0.8", '~', 10)]
    [InlineData("name:anna^4", '^', 10)]
    [InlineData("name:/an.a/", '/', 6)]
    [InlineData("name:a/b", '/', 7)]
    [InlineData("+email:a", '+', 1)]
    [InlineData("email:+a", '+', 7)]
    [InlineData("email:a AND +name:b", '+', 13)]
    [InlineData("!email:a", '!', 1)]
    [InlineData("email:!a", '!', 7)]
    [InlineData("email:a!", '!', 8)]
    [InlineData("email:a && name:b", '&', 9)]
    [InlineData("email:a&&name:b", '&', 8)]
    [InlineData("email:a || name:b", '|', 9)]
    [InlineData("email:a||b", '|', 8)]
    [InlineData("email:a\"b\"", '"', 8)]
    [InlineData("email\"a\"", '"', 6)]
    [InlineData("email:a(b)", '(', 8)]
    [InlineData("logins_count:<5", '<', 14)]
    [InlineData("logins_count:>=5", '>', 14)]
    [InlineData("email:=a", '=', 7)]
    public void A_special_character_is_not_supported(string query, char special, int position) =>
        Refuses(query, $"'{special}' is not supported here; quote the value or escape it with '\\' (at position {position}).");

    [Theory]
    [InlineData("NOT(email:a)", 4)]
    [InlineData("(email:a)AND(email:b)", 13)]
    [InlineData("(email:a) OR(email:b)", 13)]
    public void An_operator_needs_its_space(string query, int position) =>
        Refuses(query, $"a space must follow an operator (at position {position}).");

    [Theory]
    [InlineData("email:a OR NOT email:b", 23)]
    [InlineData("NOT email:a OR email:b", 23)]
    [InlineData("email:a OR -email:b", 20)]
    [InlineData("email:a OR (NOT email:b)", 25)]
    [InlineData("email:(a OR NOT b)", 18)]
    public void NOT_beside_OR_has_two_meanings(string query, int position) =>
        Refuses(query, $"NOT beside OR means one thing to Lucene and another in Auth0's documentation; write it with AND (at position {position}).");

    [Theory]
    [InlineData("email:\"a", "the quoted phrase has no end (at position 7).")]
    [InlineData("email:\"", "the quoted phrase has no end (at position 7).")]
    [InlineData("\"", "the quoted phrase has no end (at position 1).")]
    [InlineData("email:\"a\\\"", "the quoted phrase has no end (at position 7).")]
    [InlineData("email:\"a\"b", "white space must follow the closing quote (at position 10).")]
    [InlineData("email:\"a\"\"b\"", "white space must follow the closing quote (at position 10).")]
    [InlineData("email:\"a\"~2", "white space must follow the closing quote (at position 10).")]
    [InlineData("email:\"a\"^2", "white space must follow the closing quote (at position 10).")]
    [InlineData("email:\"a\"(name:b)", "white space must follow the closing quote (at position 10).")]
    [InlineData("\"email\":a", "white space must follow the closing quote (at position 8).")]
    [InlineData("email:a\\", "the query ends in the middle of an escape (at position 9).")]
    [InlineData("email:\"a\\", "the query ends in the middle of an escape (at position 10).")]
    [InlineData("\\", "the query ends in the middle of an escape (at position 2).")]
    [InlineData("email:\\u", "'\\u' must be followed by four hexadecimal digits (at position 8).")]
    [InlineData("email:\\u004", "'\\u' must be followed by four hexadecimal digits (at position 8).")]
    [InlineData("email:\\u00g1", "'\\u' must be followed by four hexadecimal digits (at position 8).")]
    [InlineData("email:\\u 041", "'\\u' must be followed by four hexadecimal digits (at position 8).")]
    [InlineData("email:\"\\u+041\"", "'\\u' must be followed by four hexadecimal digits (at position 9).")]
    [InlineData("email:\"\\u00\"", "'\\u' must be followed by four hexadecimal digits (at position 9).")]
    public void A_phrase_or_an_escape_is_broken(string query, string message) => Refuses(query, message);

    [Theory]
    [InlineData("email:a name:b", "an operator is missing: put AND or OR between the terms (at position 9).")]
    [InlineData("email:\"a\" \"b\"", "an operator is missing: put AND or OR between the terms (at position 11).")]
    [InlineData("name:anna åkesson", "an operator is missing: put AND or OR between the terms (at position 11).")]
    [InlineData("name:(a b)", "an operator is missing: put AND or OR between the terms (at position 9).")]
    [InlineData("email:a (name:b)", "an operator is missing: put AND or OR between the terms (at position 9).")]
    [InlineData("(email:a)(name:b)", "an operator is missing: put AND or OR between the terms (at position 10).")]
    [InlineData("email:a and name:b", "an operator is missing: put AND or OR between the terms (at position 9).")]
    [InlineData("email:a or name:b", "an operator is missing: put AND or OR between the terms (at position 9).")]
    [InlineData("email:a AND name:b OR name:c", "AND and OR stand side by side; group them with parentheses (at position 23).")]
    [InlineData("email:a OR name:b AND name:c", "AND and OR stand side by side; group them with parentheses (at position 23).")]
    [InlineData("email:a OR name:b -name:c", "AND and OR stand side by side; group them with parentheses (at position 19).")]
    [InlineData("email:a NOT name:b OR name:c", "AND and OR stand side by side; group them with parentheses (at position 23).")]
    [InlineData("NOT NOT email:a", "a double negation (at position 5).")]
    [InlineData("--email:a", "a double negation (at position 2).")]
    [InlineData("NOT -email:a", "a double negation (at position 5).")]
    [InlineData("-NOT email:a", "a double negation (at position 2).")]
    [InlineData("email:a AND NOT NOT name:b", "a double negation (at position 17).")]
    [InlineData("- email:a", "'-' must stand directly before what it excludes (at position 2).")]
    [InlineData("email:a -", "'-' must stand directly before what it excludes (at position 10).")]
    public void What_is_meant_is_not_certain(string query, string message) => Refuses(query, message);

    [Theory]
    [InlineData("(email:a", "a parenthesis is not closed (at position 1).")]
    [InlineData("((email:a)", "a parenthesis is not closed (at position 1).")]
    [InlineData("email:(a", "a parenthesis is not closed (at position 7).")]
    [InlineData("email:(a OR name:b)", "a field inside another field's parentheses (at position 13).")]
    [InlineData("email:a)", "a parenthesis is closed that was not opened (at position 8).")]
    [InlineData("(email:a))", "a parenthesis is closed that was not opened (at position 10).")]
    [InlineData(")", "a term is missing (at position 1).")]
    [InlineData("(", "a term is missing (at position 2).")]
    public void Parentheses_do_not_match(string query, string message) => Refuses(query, message);

    [Theory]
    [InlineData(33)]
    [InlineData(100_000)]
    public void Parentheses_are_nested_too_deep(int depth) =>
        Refuses($"{new string('(', depth)}email:a{new string(')', depth)}", "parentheses are nested deeper than 32 (at position 34).");

    [Fact]
    public void Negated_parentheses_are_nested_too_deep() =>
        Assert.Throws<SearchSyntaxException>(() => SearchParser.Parse(string.Concat(Enumerable.Repeat("-(", 100_000)) + "email:a"));

    private static void Refuses(string query, string message) =>
        Assert.Equal(message, Assert.Throws<SearchSyntaxException>(() => SearchParser.Parse(query)).Message);
}
