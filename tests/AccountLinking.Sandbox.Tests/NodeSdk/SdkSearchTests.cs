using System.Text.Json;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

public sealed class SdkSearchTests(NodeSdkFixture fixture) : NodeSdkTests(fixture)
{
    [Theory]
    [InlineData("""{"q": "anna", "search_engine": "v3"}""",
        "Query validation error: 'q' is not understood: every term needs a field, as in email:\\\"anna@example.com\\\" (at position 1).")]
    [InlineData("""{"q": "name:anna AND (blocked:true", "search_engine": "v3"}""",
        "Query validation error: 'q' is not understood: a parenthesis is not closed (at position 15).")]
    [InlineData("""{"q": "email:anna@example.com", "search_engine": "v2"}""",
        "You are not allowed to use search_engine=v2. Use search_engine=v3 instead.")]
    [InlineData("""{"page": 10, "per_page": 100}""",
        "You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation.")]
    [InlineData("""{"per_page": 101}""", "Query validation error: 'Value 101 is greater than maximum 100' on property per_page.")]
    public async Task A_search_that_Auth0_would_not_run_is_a_bad_request(string request, string message)
    {
        AssertError(
            "BadRequestError",
            400,
            $$"""{"statusCode":400,"error":"Bad Request","message":"{{message}}","errorCode":"invalid_query_string"}""",
            await Service.RefusalAsync("users.list", $"[{request}]"));
    }

    [Theory]
    [InlineData("app_metadata.crm.customer:\\\"C-1\\\"", "auth0|anna")]
    [InlineData("app_metadata.crm.customer:\\\"C-1\\\" OR user_metadata.teams:blue", "auth0|anna", "auth0|bert")]
    [InlineData("email:\\\"ANNA@example.com\\\"", "auth0|anna")]
    [InlineData("app_metadata.crm.customer:\\\"c-1\\\"")]
    [InlineData("identities.connection:\\\"swedish-bankid\\\" AND NOT blocked:true", "oidc|swedish-bankid|cecilia")]
    public async Task A_search_finds_what_its_query_means(string query, params string[] expected)
    {
        await InsertThreeAsync();

        var page = await Service.CallAsync("users.list", $$"""[{"q": "{{query}}", "search_engine": "v3"}]""");

        Assert.Equal(expected, Ids(page.GetProperty("data")));
        Assert.Equal(expected.Length, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_page_tells_where_it_stands_in_the_list()
    {
        await InsertThreeAsync();

        var page = await Service.CallAsync("users.list", """[{"page": 1, "per_page": 2, "sort": "user_id:1", "fields": "user_id"}]""");

        Assert.Equal(
            """{"data":[{"user_id":"auth0|bert"},{"user_id":"google-oauth2|108204268033311374519"}],"has_next_page":true,"start":2,"limit":2,"length":2,"total":6}""",
            page.GetRawText());
    }

    [Fact]
    public async Task The_SDK_fetches_page_after_page()
    {
        await InsertThreeAsync();
        await Control.ControlAsync(HttpMethod.Delete, "calls");

        var users = await Service.EveryPageAsync("users.list", """[{"per_page": 4, "sort": "user_id:-1"}]""");

        Assert.Equal(
            [
                "sms|63d17c4a8869daf88ed7db97", "oidc|swedish-bankid|cecilia", "google-oauth2|108204268033311374519",
                "auth0|bert", "auth0|anna", "auth0|5f7c8ec7c33c6c004bbafe82",
            ],
            Ids(users));
        Assert.Equal(2, (await CallsAsync()).Count(call => call == "GET /api/v2/users 200"));
    }

    [Theory]
    [InlineData("Anna.Berg@example.com", "google-oauth2|anna")]
    [InlineData("anna.berg@example.com", "auth0|anna")]
    [InlineData("ANNA.BERG@EXAMPLE.COM")]
    [InlineData("a+b&c=d@example.com", "oidc|partner-portal|plus")]
    public async Task An_email_address_is_looked_up_letter_by_letter(string email, params string[] expected)
    {
        await InsertAsync(
            """{"user_id": "auth0|anna", "email": "anna.berg@example.com"}""",
            """{"user_id": "google-oauth2|anna", "email": "Anna.Berg@example.com"}""",
            """{"user_id": "oidc|partner-portal|plus", "email": "a+b&c=d@example.com"}""");

        Assert.Equal(expected, Ids(await Service.CallAsync("users.listUsersByEmail", $$"""[{"email": "{{email}}"}]""")));
    }

    private Task InsertThreeAsync() => InsertAsync(
        """{"user_id": "auth0|anna", "email": "anna@example.com", "app_metadata": {"crm": {"customer": "C-1"}}}""",
        """{"user_id": "auth0|bert", "email": "bert@example.com", "blocked": true, "user_metadata": {"teams": ["red", "blue"]}}""",
        """{"user_id": "oidc|swedish-bankid|cecilia", "name": "Cecilia"}""");

    private static string[] Ids(JsonElement users) => [.. users.EnumerateArray().Select(user => user.GetProperty("user_id").GetString()!)];
}
