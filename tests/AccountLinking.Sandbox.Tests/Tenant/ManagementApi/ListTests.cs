using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class ListTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Theory]
    [InlineData("per_page=101", "Query validation error: 'Value 101 is greater than maximum 100' on property per_page.")]
    [InlineData("page=-1", "Query validation error: 'Expected type integer but found type string' on property page.")]
    [InlineData("page=10&per_page=100", "You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation.")]
    [InlineData("page=2147483647&per_page=100", "You can only page through the first 1000 records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation.")]
    [InlineData("search_engine=v2", "You are not allowed to use search_engine=v2. Use search_engine=v3 instead.")]
    [InlineData("connection=sms", "The 'connection' parameter needs search_engine=v1. Use q=identities.connection:\"name\" instead.")]
    [InlineData("sort=email", "Query validation error: 'String does not match pattern field:1 or field:-1: email' on property sort.")]
    [InlineData("sort=user_metadata.x:1", "Query validation error: 'String does not match pattern field:1 or field:-1: user_metadata.x:1' on property sort.")]
    [InlineData("q=anna", "Query validation error: 'q' is not understood: every term needs a field, as in email:\"anna@example.com\" (at position 1).")]
    [InlineData("q=ssn%3A%22196802020575%22", "Query validation error: 'q' is not understood: 'ssn' is not a field that can be searched (at position 1).")]
    [InlineData("q=email%3A%22a%22%20email%3A%22b%22", "Query validation error: 'q' is not understood: an operator is missing: put AND or OR between the terms (at position 11).")]
    public async Task Answers_400_to_what_it_does_not_understand(string query, string message) =>
        ApiAssert.Refused(await ListAsync(query), HttpStatusCode.BadRequest, message, "invalid_query_string");

    [Fact]
    public async Task Lists_everybody_the_oldest_first()
    {
        var answer = await ListAsync(string.Empty);

        Assert.Equal(["auth0|5f7c8ec7c33c6c004bbafe82", "google-oauth2|108204268033311374519", "sms|63d17c4a8869daf88ed7db97"], Ids(answer.Json));
    }

    [Theory]
    [InlineData("sort=created_at:-1", "sms|63d17c4a8869daf88ed7db97")]
    [InlineData("sort=logins_count:-1", "auth0|5f7c8ec7c33c6c004bbafe82")]
    [InlineData("sort=logins_count:1", "sms|63d17c4a8869daf88ed7db97")]
    [InlineData("sort=user_id:1&page=1&per_page=1", "google-oauth2|108204268033311374519")]
    public async Task Sorts_and_pages(string query, string first) => Assert.Equal(first, Ids((await ListAsync(query)).Json)[0]);

    [Fact]
    public async Task Tells_the_totals_when_asked()
    {
        var answer = await ListAsync("include_totals=true&per_page=2&page=1&q=" + Uri.EscapeDataString("NOT email_verified:false"));

        Assert.Equal(["start", "limit", "length", "users", "total"], answer.Body.Keys);
        Assert.Equal([2, 2, 1, 3], new[] { "start", "limit", "length", "total" }.Select(name => answer.Body[name].GetInt32()));
        Assert.Equal(["sms|63d17c4a8869daf88ed7db97"], Ids(answer.Body["users"]));
    }

    [Theory]
    [InlineData("app_metadata.userSocialSecurityNumber:\"193110209289\"", 1)]
    [InlineData("app_metadata.userSocialSecurityNumber:\"193110209289\" OR app_metadata.fingerprint:\"x\"", 1)]
    [InlineData("app_metadata.userSocialSecurityNumber:\"193110209289\" AND app_metadata.fingerprint:\"x\"", 0)]
    [InlineData("app_metadata.plan:gold -user_metadata.newsletter:true", 0)]
    [InlineData("identities.connection:\"google-oauth2\"", 1)]
    [InlineData("email:\"BO.EK@example.com\"", 1)]
    [InlineData("user_id:\"google-oauth2|108204268033311374519\"", 1)]
    public async Task Finds_what_the_query_says(string query, int hits) =>
        Assert.Equal(hits, (await ListAsync($"search_engine=v3&q={Uri.EscapeDataString(query)}")).Json.GetArrayLength());

    private Task<ApiAnswer> ListAsync(string query) => Client.ManageAsync(HttpMethod.Get, $"users?{query}");

    private static string[] Ids(JsonElement users) => [.. users.EnumerateArray().Select(user => user.GetProperty("user_id").GetString()!)];
}
