using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json;
using AccountLinking.Configuration;
using AccountLinking.Sandbox.Client;
using AccountLinking.Webhooks;
using Microsoft.OpenApi;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The document that is checked in, compiled in and served.</summary>
public sealed class OpenApiTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS"];

    public static TheoryData<string> Routes => [.. RouteTable.All.Select(route => route.Name)];

    [Fact]
    public async Task Is_what_the_route_table_says() => CheckedIn.AssertIs(ApiDocument.Path, await DocumentWriter.WriteAsync(TestContext.Current.CancellationToken));

    [Fact]
    public void Has_every_route_and_no_other() => Assert.Equal(
        RouteTable.All.Select(route => $"{route.Name} {route.Method} {AccountLinking.Webhooks.Routes.Prefix}/{route.Path}").Order(StringComparer.Ordinal),
        ApiDocument.Operations.Select(operation => $"{operation.Id} {operation.Method} {operation.Path}").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Routes))]
    public void A_route_that_is_not_described_would_not_be_written(string name) => Assert.NotNull(RouteTable.All.Single(route => route.Name == name).Describe);

    [Fact]
    public async Task Is_served_as_it_is_checked_in()
    {
        var answer = await GetAsync("/api/openapi.json");

        Assert.True(ApiDocument.Text == answer.Text, $"What is served is not {ApiDocument.Path}: build, so that it is compiled in.");
        AnswerAssert.IsAsDescribed(ApiDocument.Operation(nameof(RouteTable.OpenApi)), 200, answer);
    }

    [Fact]
    public async Task Is_not_sent_to_whoever_has_it()
    {
        var tag = (await GetAsync("/api/openapi.json")).Headers["ETag"];

        AnswerAssert.IsAsDescribed(ApiDocument.Operation(nameof(RouteTable.OpenApi)), 304, await GetAsync("/api/openapi.json", tag));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/api/openapi.json", "\"another\"")).Status);
    }

    [Fact]
    public async Task Other_methods_are_an_empty_404()
    {
        using var http = new HttpClient { BaseAddress = Sandbox.Service };
        foreach (var path in ApiDocument.Operations.GroupBy(operation => operation.Path))
        {
            var isForBrowsers = RouteTable.All.Any(route => route.FullPath == path.Key && route.IsForBrowsers);
            foreach (var method in Methods.Except(path.Select(operation => operation.Method.Method)))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path.Key);
                using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
                var status = isForBrowsers && method == "OPTIONS" ? HttpStatusCode.NoContent : HttpStatusCode.NotFound;
                Assert.Equal((status, string.Empty), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
            }
        }
    }

    [Theory]
    [InlineData("Link", "x-functions-key webhook-id webhook-timestamp webhook-signature", "Webhooks:SigningSecrets")]
    [InlineData("Unlink", "x-functions-key webhook-id webhook-timestamp webhook-signature", "Webhooks:OperationsSecrets")]
    [InlineData("CrmSync", "x-functions-key webhook-id webhook-timestamp webhook-signature", "Webhooks:SigningSecrets")]
    [InlineData("HealthLive", "", "")]
    [InlineData("HealthReady", "x-functions-key", "A key of the function")]
    [InlineData("OpenApi", "", "")]
    public void Says_which_headers_a_request_must_have_and_whose_secret_signs_it(string name, string headers, string setting)
    {
        var schemes = ApiDocument.Operation(name).Security.Select(scheme => ApiDocument.Root.GetProperty("components").GetProperty("securitySchemes").GetProperty(scheme)).ToList();

        Assert.Equal(headers, string.Join(' ', schemes.Select(scheme => scheme.GetProperty("name").GetString())));
        Assert.All(schemes, scheme => Assert.Equal(("apiKey", "header"), (scheme.GetProperty("type").GetString(), scheme.GetProperty("in").GetString())));
        Assert.Contains($"{setting}", schemes.Select(Text).LastOrDefault(string.Empty), StringComparison.Ordinal);
        Assert.Equal(RouteTable.All.Single(route => route.Name == name).Access == Access.FunctionKey, headers.Contains("x-functions-key", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LinkCandidates", "read:link_candidates")]
    [InlineData("LinkChallenge", "link:identities")]
    [InlineData("LinkIdentity", "link:identities")]
    [InlineData("SeparateIdentity", "link:identities")]
    public void Says_that_a_request_must_have_an_access_token_and_with_which_scope(string name, string scope)
    {
        var operation = ApiDocument.Operation(name);
        var scheme = ApiDocument.Root.GetProperty("components").GetProperty("securitySchemes").GetProperty(operation.Security.Single());

        Assert.Equal(("http", "bearer", "JWT"), (scheme.GetProperty("type").GetString(), scheme.GetProperty("scheme").GetString(), scheme.GetProperty("bearerFormat").GetString()));
        Assert.Equal(scope, operation.Scope);
        Assert.Equal(Access.Anonymous, RouteTable.All.Single(route => route.Name == name).Access);
    }

    [Fact]
    public void Wants_an_access_token_where_a_route_is_for_browsers_and_nowhere_else() => Assert.Equal(
        RouteTable.All.Where(route => route.IsForBrowsers).Select(route => route.Name), ApiDocument.Operations.Where(operation => operation.Scope is not null).Select(operation => operation.Id));

    [Fact]
    public void Describes_every_part_of_a_path_that_is_not_fixed() => Assert.All(
        ApiDocument.Operations,
        operation => Assert.Equal(
            operation.Path.Split('/').Where(part => part.StartsWith('{')),
            Parameters(operation).Select(parameter => $"{{{parameter.GetProperty("name").GetString()}}}")));

    [Fact]
    public void Tells_the_tolerance_that_is_the_default()
    {
        var timestamp = ApiDocument.Root.GetProperty("components").GetProperty("securitySchemes").GetProperty("webhookTimestamp");

        Assert.Equal(TimeSpan.FromMinutes(5), new WebhooksOptions().Tolerance);
        Assert.Contains("five minutes", Text(timestamp), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_OpenAPI()
    {
        var (document, diagnostic) = await OpenApiDocument.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(ApiDocument.Text)), "json", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Empty(diagnostic!.Errors.Concat(diagnostic.Warnings).Select(error => error.Message));
        Assert.Equal(("3.1.1", ApiDocument.Operations.Count), (ApiDocument.Root.GetProperty("openapi").GetString(), document!.Paths.Sum(path => path.Value.Operations!.Count)));
    }

    [Fact]
    public void Every_route_with_examples_has_tests_that_send_them() => Assert.Equal(
        ApiDocument.Operations.Where(operation => operation.Examples.Count > 0).Select(operation => operation.Id).Order(StringComparer.Ordinal),
        typeof(ExampleTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ExampleTests)))
            .Select(type => type.GetField("Operation", BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()).Cast<string>().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_reference_leads_somewhere_and_every_schema_is_referred_to()
    {
        var references = Strings(ApiDocument.Root).Where(value => value.Name == "$ref").Select(value => value.Text).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(
            ApiDocument.Root.Each("components", "schemas").Select(schema => $"#/components/schemas/{schema.Name}").Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Shows_no_number_of_a_person_and_no_secret()
    {
        Assert.DoesNotMatch(@"\b(19|20)[0-9]{6}-?[0-9]{4}\b", ApiDocument.Text);
        Assert.DoesNotMatch(@"\+[0-9]{6,}", ApiDocument.Text);
        Assert.DoesNotMatch("whsec_[A-Za-z0-9]", ApiDocument.Text);
    }

    private static IEnumerable<JsonElement> Parameters(ApiOperation operation) => operation.Json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : [];

    private static string Text(JsonElement described) => described.GetProperty("description").GetString()!;

    private static IEnumerable<(string Name, string Text)> Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property =>
            property.Value.ValueKind == JsonValueKind.String ? [(property.Name, property.Value.GetString()!)] : Strings(property.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Strings),
        _ => [],
    };

    private Task<ApiAnswer> GetAsync(string path, string? tag = null) => PlainGet.SendAsync(Sandbox.Service, path, tag);
}
