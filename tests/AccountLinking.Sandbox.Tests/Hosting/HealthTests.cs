using System.Net;

namespace AccountLinking.Sandbox.Tests.Hosting;

public sealed class HealthTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task The_service_says_that_it_lives()
    {
        using var http = new HttpClient { BaseAddress = Sandbox.Service };

        using var response = await http.GetAsync("/api/health/live", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"status":"live"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
