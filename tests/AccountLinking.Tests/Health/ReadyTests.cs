using System.Net;

namespace AccountLinking.Tests.Health;

/// <summary><c>GET /api/health/ready</c>: each cause is named, by the sentence that mends it, and by that alone.</summary>
public sealed class ReadyTests
{
    private static readonly string[] Secrets = ["sandbox-secret", "sandbox-client", "sandbox-crm-key", "whsec_", "c2FuZGJveC", "eyJ", "Bearer", "MARKER", "196802020575", "anna"];

    [Fact]
    public async Task A_sandbox_is_ready()
    {
        await using var stage = await ReadyStage.StartAsync();

        var answer = await stage.GetAsync();

        Assert.Equal((HttpStatusCode.OK, "ready"), (answer.Status, answer.Body.Text("status")));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", answer.Body.Text("checked_at"));
        Assert.Equal(
            ["settings pass", "key_vault skip", "tenant pass", "clock pass", "token pass", "scopes pass", "management_api pass", "connections pass", "self_service pass", "crm pass", "journal pass"],
            answer.Body["checks"].EnumerateArray().Select(check => $"{check.GetProperty("name")} {check.GetProperty("status")}"));
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", "text/plain")]
    [InlineData("text/plain; charset=utf-8", "application/json;q=0.5, text/plain")]
    [InlineData("text/plain; charset=utf-8", "text/*")]
    [InlineData("text/plain; charset=utf-8", "*/*;q=0.1", "text/plain;q=0.2")]
    [InlineData("application/json; charset=utf-8", "text/plain;q=0.5, */*")]
    [InlineData("application/json; charset=utf-8", "*/*")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=utf-8", "application/json")]
    [InlineData("application/json; charset=utf-8", "text/plain, application/json")]
    [InlineData("application/json; charset=utf-8", "image/png")]
    [InlineData("application/json; charset=utf-8", "text/html, */*")]
    [InlineData("application/json; charset=utf-8", "nonsense")]
    public async Task It_is_lines_for_whoever_prefers_text(string type, params string[] accept)
    {
        await using var stage = await ReadyStage.StartAsync();

        var answer = await stage.GetAsync(accept);

        Assert.Equal((HttpStatusCode.OK, type, "Accept"), (answer.Status, answer.Headers["Content-Type"], answer.Headers["Vary"]));
        Assert.Equal(type.StartsWith("text/", StringComparison.Ordinal), answer.Text.StartsWith("pass  settings        All settings are valid.\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_told()
    {
        var file = Path.GetTempFileName();
        try
        {
            await using var stage = await ReadyStage.StartAsync(("Journal:Path", file));

            Assert.Equal(["fail journal: The journal's folder cannot be used (IOException): check that Journal:Path is a folder that the service may write, with space left."], await stage.TroubleAsync());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task An_examination_leaves_nothing_in_the_journal()
    {
        await using var stage = await ReadyStage.StartAsync();

        Assert.Empty(await stage.TroubleAsync());

        Assert.Equal([".lock"], Directory.EnumerateFiles(stage.Sandbox.Journal, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_is_asked_again_soon_is_not_examined_again()
    {
        await using var stage = await ReadyStage.StartAsync();
        var first = await stage.GetAsync();
        var calls = await stage.CallsAsync();

        var others = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stage.GetAsync()));

        Assert.All(others, answer => Assert.Equal(first.Text, answer.Text));
        Assert.Equal(calls, await stage.CallsAsync());
        // A token, a look at accounts and the CRM: no more than a login costs.
        Assert.InRange(calls, 3, 3);
    }

    [Fact]
    public async Task No_report_holds_a_secret_or_what_Auth0_and_the_CRM_said()
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:ClientSecret", "MARKER"), ("Crm:ApiKey", "MARKER"), ("Linking:Ssn:TrustedConnections:1", "norwegian-bankid"));

        foreach (var type in (string[])["application/json", "text/plain"])
        {
            var answer = await stage.GetAsync(type);
            Assert.DoesNotContain(Secrets, secret => answer.Text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }
}
