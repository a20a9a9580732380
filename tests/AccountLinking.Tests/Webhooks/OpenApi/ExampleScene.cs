using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.EndToEnd;
using AccountLinking.Tests.Telemetry;
using AccountLinking.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>A sandbox in which examples of the document are played, and the request that is to be sent.</summary>
internal sealed partial class ExampleScene : IAsyncDisposable
{
    /// <summary>People's applications are in two places, so that answers say by which of them they vary.</summary>
    private static readonly (string Name, string? Value)[] Usual = [("SelfService:Origins:0", BearerRequest.Origin), ("SelfService:Origins:1", "https://other.example.com")];

    private readonly BreakingPart _breaking;
    private readonly Told _told;
    private readonly Overheard _log;
    private readonly ILoggerFactory _logging;

    private ExampleScene(RunningSandbox sandbox, StageClock clock, BreakingPart breaking, Told told, Overheard log, ILoggerFactory logging) =>
        (Sandbox, Clock, Client, _breaking, _told, _log, _logging) = (sandbox, clock, new SandboxClient(sandbox.Tenant), breaking, told, log, logging);

    public RunningSandbox Sandbox { get; }

    public SandboxClient Client { get; }

    public StageClock Clock { get; }

    /// <summary>The request of a route that wants a signature: as the document says, until a stage changes it.</summary>
    public SignedPost Post { get; set; } = new();

    /// <summary>The request of a route that wants an access token.</summary>
    public BearerRequest Bearer { get; set; } = new();

    /// <summary>How the one or the other is sent; a stage may do it otherwise.</summary>
    public Func<Task<ApiAnswer>> SendAsync { get; set; } = null!;

    public static async Task<ExampleScene> StartAsync(params (string Name, string? Value)[] settings)
    {
        var (clock, breaking, told, log) = (new StageClock(), new BreakingPart(), new Told(), new Overheard());
        var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var options = SandboxOptions.OnFreePorts with
        {
            ServiceSettings = Usual.Concat(settings).ToDictionary(setting => setting.Name, setting => setting.Value),
            Compose = services => services.ConfigureHttpClientDefaults(http => http.AddHttpMessageHandler(() => breaking.Handler)).AddHostedService(told.ListenTo),
        };
        return new ExampleScene(await RunningSandbox.StartAsync(options, logging, clock), clock, breaking, told, log, logging);
    }

    /// <summary>As at the start, with a request of the document before it.</summary>
    public async Task BeginAsync(ApiOperation operation, ApiExample example)
    {
        await Client.ControlAsync(HttpMethod.Post, "reset");
        (Clock.Hurries, _breaking.Breaks) = (false, false);
        SendAsync = () => PlainGet.SendAsync(Sandbox.Service, operation.Path);
        if (operation.IsSigned) BeginSigned(operation, example);
        if (operation.Scope is not null) await BeginWithTokenAsync(operation, example);
    }

    public Task<ApiAnswer> AskAsync() => SendAsync();

    private void BeginSigned(ApiOperation operation, ApiExample example)
    {
        SendAsync = () => Post.SendAsync(Sandbox.Service);
        var secret = operation.IsOfOperations ? ServiceDefaults.OperationsSecret : ServiceDefaults.SigningSecret;
        Post = new SignedPost { Path = operation.Path, Secret = secret, Timestamp = SignedPost.Seconds(Clock.GetUtcNow()) };
        if (example.Request is { } request) Post = Post with { Body = Encoding.UTF8.GetBytes(request) };
    }

    private async Task BeginWithTokenAsync(ApiOperation operation, ApiExample example)
    {
        SendAsync = () => Bearer.SendAsync(Sandbox.Service);
        Bearer = new BearerRequest { Method = operation.Method, Path = operation.PathOf(example), AccessToken = await Application.AccessTokenAsync(this, People.Astrid, Application.AllScopes) };
        if (operation.HasBody) Bearer = Bearer.With(example.Request ?? "{}");
    }

    /// <summary>Neither an error nor a line of the log, a span or a number tells of whom it is, whatever broke and whatever that said.</summary>
    /// <param name="path">Of the request, of which something must have been told.</param>
    public void AssertNobodyIsTold(string path, ApiAnswer answer)
    {
        var personal = new PersonalData();
        personal.AddAllOf(Sandbox);
        // The platform's probe is nothing to tell of.
        if (path != RouteTable.HealthLive.FullPath) Assert.Contains(_told.Heard.Numbers, number => number.Instrument == "account_linking.requests" && number.Tags.Contains($"http.route={path} ", StringComparison.Ordinal));
        personal.AssertNowhereIn(Taken(_log.Lines).Select(line => PathOfScope().Replace(line, string.Empty)));
        personal.AssertNowhereIn(Taken(_told.Heard.Spans).Where(_told.IsOfThisService).Select(Heard.Describe));
        personal.AssertNowhereIn(Taken(_told.Heard.Numbers).Select(number => $"{number.Instrument} {number.Tags}"));
        personal.AssertNowhereIn(answer.Headers.Select(header => $"{header.Key}: {header.Value}"));
        if ((int)answer.Status >= 400) personal.AssertNowhereIn([answer.Text]);
    }

    /// <summary>
    /// ASP.NET Core opens a scope for each request, with its path, in which a person's identity may stand. No sink of the sandbox or of the Functions app prints scopes.
    /// </summary>
    [GeneratedRegex(@"\bRequestPath=/\S*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PathOfScope();

    /// <summary>So that each is read once.</summary>
    private static IEnumerable<T> Taken<T>(ConcurrentQueue<T> queue)
    {
        while (queue.TryDequeue(out var next)) yield return next;
    }

    /// <summary>What the service calls others with fails from now on as nothing should.</summary>
    public void Break() => _breaking.Breaks = true;

    /// <summary>The document's own id of a link, in the request, is that of this link.</summary>
    public void Name(ApiAnswer linked)
    {
        var body = JsonMap.Parse(Encoding.UTF8.GetString(Post.Body));
        Post = Post with { Body = Encoding.UTF8.GetBytes(body.With("link_id", linked.Body.Text("link_id")!).ToString()) };
    }

    /// <summary>For what else must be asked before the example is.</summary>
    public SignedClient NewClient() => new(Sandbox.Service, Clock);

    public Task FaultAsync(string fault) => Client.SetFaultAsync(fault);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
        _logging.Dispose();
        _told.Heard.Dispose();
    }

    private sealed class BreakingPart
    {
        public bool Breaks { get; set; }

        public DelegatingHandler Handler => new BreakingHandler(this);
    }

    private sealed class BreakingHandler(BreakingPart part) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            part.Breaks ? throw new InvalidOperationException(PersonalData.Indiscretion, new FormatException(PersonalData.Indiscretion)) : base.SendAsync(request, cancellationToken);
    }
}
