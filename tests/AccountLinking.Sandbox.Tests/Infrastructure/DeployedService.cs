using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.Infrastructure;

/// <summary>
/// The sandbox's service as if it were in Azure: the doctor wants the function key, and whoever asks him has waited since he last did, so that he examines anew.
/// </summary>
internal sealed class DeployedService : IAsyncDisposable
{
    public const string Key = "key-of-the-host-0001==";

    /// <summary>So long that the doctor takes none of his reports for fresh, and may examine each time that he is asked.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    private readonly RunningSandbox _sandbox;
    private readonly SandboxClient _client;

    private DeployedService(RunningSandbox sandbox) => (_sandbox, _client) = (sandbox, new SandboxClient(sandbox.Tenant));

    public string Url => _sandbox.Service.GetLeftPart(UriPartial.Authority);

    /// <summary>What the service answered, in order.</summary>
    public IEnumerable<int> Answers => _sandbox.ServiceAnswers.All.Select(answer => answer.Status);

    /// <summary>A line of bash that breaks what the service needs, until <see cref="Mend"/>.</summary>
    public string Break => $$"""curl --silent --fail --data '{"path": "/oauth/token", "status": 401, "times": 1000}' {{Faults}}""";

    public string Mend => $"curl --silent --fail --request DELETE {Faults}";

    private string Faults => $"{_sandbox.Tenant.GetLeftPart(UriPartial.Authority)}/sandbox/faults";

    public static async Task<DeployedService> StartAsync()
    {
        var clock = new Clock();
        return new DeployedService(await RunningSandbox.StartAsync(
            SandboxOptions.OnFreePorts with { Compose = services => services.AddSingleton<IStartupFilter>(new Host(clock)) }, NullLoggerFactory.Instance, clock));
    }

    public Task FailAsync(int times) => _client.ControlAsync(HttpMethod.Post, "faults", $$"""{"path": "/oauth/token", "status": 401, "times": {{times}}}""");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _sandbox.DisposeAsync();
    }

    /// <summary>The host refuses a request without its key by an empty 401, before the service sees it.</summary>
    private sealed class Host(Clock clock) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(AnswerAsync);
            next(app);
        };

        private Task AnswerAsync(HttpContext context, RequestDelegate next)
        {
            if (context.Request.Path == "/api/health/ready")
            {
                if (context.Request.Headers["x-functions-key"] != Key)
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                }

                clock.Advance(Between);
            }

            return next(context);
        }
    }

    private sealed class Clock : TimeProvider
    {
        private long _ahead;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, (long)(time.TotalSeconds * TimestampFrequency));
    }
}
