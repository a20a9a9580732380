using System.Net;
using AccountLinking.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.Hosting;

public sealed class LoopbackServerTests
{
    [Fact]
    public async Task The_environment_is_no_setting_of_the_application()
    {
        Assert.Contains("PATH", Environment.GetEnvironmentVariables().Keys.Cast<string>(), StringComparer.OrdinalIgnoreCase);

        Assert.Equal("[null]", await ReadSettingsAsync(settings: null, "PATH"));
    }

    [Fact]
    public async Task The_application_has_the_settings_that_it_was_given()
    {
        var settings = new Dictionary<string, string?> { ["Linking:OnAmbiguous"] = "Deny", ["Crm:BaseUrl"] = "http://127.0.0.1:4020" };

        Assert.Equal("""["Deny","http://127.0.0.1:4020",null]""", await ReadSettingsAsync(settings, "Linking:OnAmbiguous", "Crm:BaseUrl", "Linking:Other"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_failure_of_the_application_is_logged_unless_Kestrel_is_silenced_for_a_guard(bool silenced, int lines)
    {
        using var log = new ErrorLog();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        using var quiet = new KestrelSilence(logging);
        await using var server = await LoopbackServer.StartAsync(
            "service", [new ListenPort(0, "--service-port")], silenced ? quiet : logging, app => app.Run(_ => throw new InvalidOperationException("failed")));
        using var http = new HttpClient();

        using var response = await http.GetAsync($"http://127.0.0.1:{server.Ports[0]}/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(lines, log.Lines.Count);
    }

    /// <summary>What an end point of the application reads, as JSON.</summary>
    private static async Task<string> ReadSettingsAsync(IReadOnlyDictionary<string, string?>? settings, params string[] names)
    {
        await using var server = await LoopbackServer.StartAsync(
            "service",
            [new ListenPort(0, "--service-port")],
            NullLoggerFactory.Instance,
            app => app.MapGet("/", (IConfiguration configuration) => names.Select(name => configuration[name])),
            compose: builder => builder.Configuration.AddInMemoryCollection(settings));
        using var http = new HttpClient();
        return await http.GetStringAsync($"http://127.0.0.1:{server.Ports[0]}/", TestContext.Current.CancellationToken);
    }
}
