using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Telemetry;

/// <summary>A sandbox of one test's own, and what its service tells: spans by the trace of whoever asks, numbers by the service's own meter.</summary>
internal sealed class TelemetryStage : IAsyncDisposable
{
    private IMeterFactory? _meters;
    private RunningSandbox _sandbox = null!;

    private TelemetryStage() => Heard = new Heard(instrument => _meters is not null && ReferenceEquals(instrument.Meter.Scope, _meters) && instrument.Meter.Name == "AccountLinking");

    public Heard Heard { get; }

    public SandboxClient Client { get; private set; } = null!;

    /// <summary>The trace of whoever asks.</summary>
    public ActivityTraceId Trace { get; } = ActivityTraceId.CreateRandom();

    public ActivitySpanId Caller { get; } = ActivitySpanId.CreateRandom();

    public static async Task<TelemetryStage> StartAsync(params (string Name, string? Value)[] settings)
    {
        var stage = new TelemetryStage();
        var options = SandboxOptions.OnFreePorts with
        {
            ServiceSettings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            Compose = services => services.AddHostedService(provider => Listen(stage, provider)),
        };
        stage._sandbox = await RunningSandbox.StartAsync(options, NullLoggerFactory.Instance);
        stage.Client = new SandboxClient(stage._sandbox.Tenant);
        await stage.Client.ManageAsync(HttpMethod.Get, "users");
        return stage;
    }

    public Uri Service => _sandbox.Service;

    /// <param name="more">Headers beside those that a signed request has.</param>
    public Task<ApiAnswer> PostAsync(string path, string body, string secret = ServiceDefaults.SigningSecret, params (string Name, string Value)[] more)
    {
        var post = Post(path, body) with { Secret = secret };
        return (post with { Headers = post.Headers.Concat(more.Select(header => KeyValuePair.Create(header.Name, (string[]?)[header.Value]))).ToDictionary() }).SendAsync(_sandbox.Service);
    }

    public Task<ApiAnswer> PostSignedAtAsync(DateTimeOffset time, string path, string body) => (Post(path, body) with { Timestamp = SignedPost.Seconds(time) }).SendAsync(_sandbox.Service);

    /// <param name="webhookId">In place of the one that requests have.</param>
    public Task<ApiAnswer> PostAsAsync(string webhookId, string path, string body) => (Post(path, body) with { Id = webhookId }).SendAsync(_sandbox.Service);

    public Task<ApiAnswer> LinkUntilAsync(string userId, CancellationToken hangUp) =>
        Post("/api/accounts/link", $$"""{"user_id": "{{userId}}", "connection": {"name": "swedish-bankid"} }""").SendUntilAsync(_sandbox.Service, hangUp);

    private SignedPost Post(string path, string body) => new()
    {
        Path = path,
        Body = Encoding.UTF8.GetBytes(body),
        Headers = new Dictionary<string, string[]?> { ["traceparent"] = [$"00-{Trace}-{Caller}-00"] },
    };

    public Task<ApiAnswer> LinkAsync(string userId, string connection = "swedish-bankid") => PostAsync("/api/accounts/link", $$"""{"user_id": "{{userId}}", "connection": {"name": "{{connection}}"}, "transaction_id": "tx_1"}""");

    /// <summary>The span of the only request in the trace, once it has ended.</summary>
    public async Task<Activity> RequestAsync()
    {
        await Eventually.IsSoAsync(() => Spans.Any(IsRequest));
        return Assert.Single(Spans, IsRequest);
    }

    public IReadOnlyList<Activity> Spans => [.. Heard.Spans.Where(span => span.Source.Name == "AccountLinking" && span.TraceId == Trace)];

    /// <summary>Names of the spans below one, in order of their beginnings.</summary>
    public string[] CallsBelow(Activity parent) => [.. Spans.Where(span => span.ParentSpanId == parent.SpanId).OrderBy(span => span.StartTimeUtc).Select(span => span.DisplayName)];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _sandbox.DisposeAsync();
        Heard.Dispose();
    }

    private static bool IsRequest(Activity span) => span.DisplayName.Contains(" /api/accounts/", StringComparison.Ordinal) || span.DisplayName.Contains(" /api/crm/", StringComparison.Ordinal);

    /// <summary>It is made before whatever else is started, and so before anybody makes an instrument.</summary>
    private static Nothing Listen(TelemetryStage stage, IServiceProvider provider)
    {
        stage._meters = provider.GetRequiredService<IMeterFactory>();
        return new Nothing();
    }

    private sealed class Nothing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
