using AccountLinking.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>The service has linked, and its answer never reaches the Action, which asks once more.</summary>
public sealed class RepetitionTests
{
    private const string Hand = "auth0|hand";

    [Theory]
    [InlineData(null)]
    [InlineData(StatusCodes.Status503ServiceUnavailable)]
    public async Task Is_already_linked_and_the_login_comes_in_as_the_account_that_survives(int? statusInstead)
    {
        Dictionary<string, string> secrets = new() { [ServiceDefaults.FeaturesName] = "link" };
        await using var stage = await Stage.StartAsync([], secrets);
        await using var way = await LossyWay.StartAsync(stage.Sandbox.Service, statusInstead);
        secrets[ServiceDefaults.ServiceAddressName] = way.Address;
        await stage.InsertHandMadeAsync(Hand);

        var login = await stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(Hand, login.Claim("sub").GetString());
        Assert.Empty(login.Logs());
        Assert.Equal(["linked", "already_linked"], stage.Sandbox.ServiceAnswers.All.Select(answer => answer.Summary));
        Assert.All(stage.Sandbox.ServiceAnswers.All, answer => Assert.Equal(Hand, answer.Body.Text("primary_user_id")));
    }

    /// <summary>Lets requests through to the service, and loses its first answer.</summary>
    private sealed class LossyWay(LoopbackServer server, HttpClient service) : IAsyncDisposable
    {
        public string Address => $"http://127.0.0.1:{server.Ports[0]}";

        public static async Task<LossyWay> StartAsync(Uri service, int? statusInstead)
        {
            var http = new HttpClient { BaseAddress = service };
            var answers = 0;
            var server = await LoopbackServer.StartAsync("way", [new ListenPort(0, "--way-port")], NullLoggerFactory.Instance, app => app.Run(async context =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, context.Request.Path) { Content = new StreamContent(context.Request.Body) };
                foreach (var (name, values) in context.Request.Headers)
                {
                    if (!request.Headers.TryAddWithoutValidation(name, values.ToArray())) request.Content.Headers.TryAddWithoutValidation(name, values.ToArray());
                }

                request.Headers.Host = null;
                using var response = await http.SendAsync(request, context.RequestAborted);
                if (Interlocked.Increment(ref answers) > 1)
                {
                    (context.Response.StatusCode, context.Response.ContentType) = ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString());
                    await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
                }
                else if (statusInstead is { } status)
                {
                    context.Response.StatusCode = status;
                }
                else
                {
                    context.Abort();
                }
            }));
            return new LossyWay(server, http);
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            service.Dispose();
        }
    }
}
