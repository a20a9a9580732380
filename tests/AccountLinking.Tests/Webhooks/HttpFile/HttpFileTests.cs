using AccountLinking.Sandbox.Hosting;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Routing.Template;

namespace AccountLinking.Tests.Webhooks.HttpFile;

/// <summary><c>docs/requests.http</c>, sent from top to bottom.</summary>
public sealed class HttpFileTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private static readonly HttpFileText File = HttpFileText.Parse(System.IO.File.ReadAllText(Path.Combine(Repository.Root, "docs/requests.http")));

    [Fact]
    public async Task Each_request_is_answered_with_the_status_above_it_and_every_route_is_asked_with_success()
    {
        var player = new HttpFilePlayer(new Dictionary<string, string>(File.Variables, StringComparer.Ordinal) { ["tenant"] = Origin(Sandbox.Tenant), ["service"] = Origin(Sandbox.Service) });
        HashSet<string> asked = [];
        foreach (var request in File.Requests)
        {
            var (address, answer) = await player.SendAsync(request);

            Assert.True(request.Status == (int)answer.Status, $"{request.Title}: {(int)answer.Status} {answer.Text}, and not {request.Status}");
            if (Origin(address) == Origin(Sandbox.Service) && request.Status < 300) asked.Add(RouteOf(request.Method, address).Name);
        }

        Assert.Equal(RouteTable.All.Select(route => route.Name).Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Asks_a_sandbox_that_was_started_without_options() => Assert.Equal(
        ($"http://127.0.0.1:{SandboxOptions.DefaultTenantPort}", $"http://127.0.0.1:{SandboxOptions.DefaultServicePort}"), (File.Variables["tenant"], File.Variables["service"]));

    /// <summary>The two programs may treat white space at the end of a body each in its own way.</summary>
    [Fact]
    public void What_is_signed_is_spelled_as_what_is_sent()
    {
        var signed = File.Requests.Where(request => request.Headers.Any(header => header.Name == WebhookSignature.SignatureHeader)).ToList();

        Assert.NotEmpty(signed);
        Assert.All(signed, request =>
        {
            var signature = request.Headers.Single(header => header.Name == WebhookSignature.SignatureHeader).Value;
            Assert.Equal(File.Requests.Single(other => other.Name is { } name && signature.StartsWith($"{{{{{name}.", StringComparison.Ordinal)).Body, request.Body);
        });
    }

    private static ServiceRoute RouteOf(string method, Uri address) =>
        RouteTable.All.Single(route => route.Method.Method == method && new TemplateMatcher(TemplateParser.Parse(route.FullPath[1..]), []).TryMatch(address.AbsolutePath, []));

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
