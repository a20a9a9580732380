using System.Diagnostics;
using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Demo;

/// <summary>
/// What the scenes act with. <see cref="LogInAsync"/> and <see cref="ActAsync"/> are the scene itself, counted and timed;
/// <see cref="PrepareAsync"/> and <see cref="FindUserAsync"/> set it up and look at it afterwards.
/// </summary>
/// <param name="secrets">Those of the Action that a scene changes.</param>
public sealed class DemoStage(SandboxClient client, RunningSandbox sandbox, DemoClock clock, IDictionary<string, string> secrets)
{
    public const string NobodyAsked = "nobody was asked";

    private const int MostTurns = 400;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    private const string WrongSecret = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=";

    private readonly ServiceAnswers _answers = sandbox.ServiceAnswers;
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);

    public DemoClock Clock => clock;

    /// <summary>The calls that the tenant received in the scene.</summary>
    public int Calls { get; private set; }

    /// <summary>The calls that the CRM received in the scene.</summary>
    public int CrmCalls { get; private set; }

    public TimeSpan Took { get; private set; }

    /// <summary>All that the service answered in the scene.</summary>
    public IReadOnlyList<JsonMap> Answers => [.. _answers.All.Select(answer => answer.Body)];

    /// <summary>What the service answered last in the scene.</summary>
    public string Answer => _answers.All is [.., var last] ? last.Summary : NobodyAsked;

    public void Clear()
    {
        foreach (var answer in _answers.All.Where(answer => answer.Body.Text("link_id") is not null)) _links[answer.Body.Text("primary_user_id")!] = answer.Body.Text("link_id")!;
        (Calls, CrmCalls, Took) = (0, 0, TimeSpan.Zero);
        _answers.Clear();
    }

    public async Task<DemoLogin> LogInAsync(string connection, string profile) =>
        new(await CountAsync(() => client.LogInAsync(connection, profile)));

    /// <summary>A sign-in that an application asks for in particular, to be told of tokens.</summary>
    public Task<JsonMap> SignInAsync(string connection, string profile, string authorize) => CountAsync(() => client.LogInAsync(connection, profile, authorize));

    /// <summary>What a person's own application asks.</summary>
    public Task<ApiAnswer> AskAsync(Func<PersonalClient, Task<ApiAnswer>> askAsync) => CountAsync(() => askAsync(new PersonalClient(sandbox.Service)));

    /// <summary>Whom tokens are of.</summary>
    public string Issuer => sandbox.Tenant.AbsoluteUri;

    public long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    /// <returns>A token with these claims that the tenant has not signed.</returns>
    public Task<string> ForgeAsync(string claims) => client.SignTokenAsync(claims, byAnotherKey: true);

    /// <summary>A person's access token and a proof, of a scene before.</summary>
    public (string Token, string Proof) Kept { get; private set; }

    public void Keep(string token, string proof) => Kept = (token, proof);

    /// <summary>The link by which that account got another one's identities, in a scene before.</summary>
    public string LinkOf(string primary) => _links[primary];

    public async Task<JsonMap> UnlinkAsync(string linkId)
    {
        using var service = new SignedClient(sandbox.Service, clock);
        return (await CountAsync(() => service.UnlinkAsync(linkId))).Body;
    }

    /// <summary>The same login, so many times at once.</summary>
    public Task<DemoLogin[]> LogInAtOnceAsync(string connection, string profile, int times) =>
        CountAsync(async () => await Task.WhenAll(Enumerable.Range(0, times).Select(async _ => new DemoLogin(await client.LogInAsync(connection, profile)))));

    /// <summary>What the Action asks, so many times at once, every second time of another process over the same tenant and journal.</summary>
    public async Task<IReadOnlyList<JsonMap>> AskTwoProcessesAsync(string userId, string connection, int times)
    {
        using var process = await ServiceProcess.StartAsync(sandbox.Tenant, sandbox.Journal);
        using SignedClient one = new(sandbox.Service, clock), other = new(new Uri(process.Address), TimeProvider.System);
        // Its first request fetches a token and starts all parts of it: as a process does that has been running for a while, it has that behind it.
        await other.LinkAsync("auth0|nobody", connection);
        return await CountAsync(async () => (await Task.WhenAll(Enumerable.Range(0, times).Select(number => (number % 2 == 0 ? one : other).LinkAsync(userId, connection)))).Select(answer => answer.Body).ToList());
    }

    /// <summary>A login whose Action asks a process that is killed as soon as it has made a certain call.</summary>
    public async Task<DemoLogin> LogInWhileTheServiceDiesAsync(Func<Task<DemoLogin>> logInAsync, string after)
    {
        using var doomed = await ServiceProcess.StartAsync(sandbox.Tenant, sandbox.Journal);
        secrets[ServiceDefaults.ServiceAddressName] = doomed.Address;
        // It is this scene's calls that tell how far the service has come.
        await client.ControlAsync(HttpMethod.Delete, "calls");
        try
        {
            var login = logInAsync();
            for (var turn = 0; turn < MostTurns && !login.IsCompleted && !await HasCalledAsync(after); turn++) await Task.Delay(Turn);
            doomed.Kill();
            return await login;
        }
        finally
        {
            secrets.Remove(ServiceDefaults.ServiceAddressName);
        }
    }

    private async Task<bool> HasCalledAsync(string method) =>
        (await client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Any(call => call.GetProperty("method").GetString() == method);

    /// <summary>A Management API call.</summary>
    public Task<ApiAnswer> ActAsync(HttpMethod method, string path, string? json = null) =>
        CountAsync(() => client.ManageAsync(method, path, json));

    public Task<ApiAnswer> PrepareAsync(HttpMethod method, string path, string json) => client.ManageAsync(method, path, json);

    /// <summary>An account that somebody made before the scene, as Auth0 would show it.</summary>
    public async Task PrepareUserAsync(string user)
    {
        var answer = await client.ControlAsync(HttpMethod.Post, "users", user);
        if (answer.Status != HttpStatusCode.Created) throw new InvalidOperationException($"the account could not be made: {answer.Text}");
    }

    /// <summary>What the CRM says of a number.</summary>
    public async Task PrepareCustomerAsync(string phoneNumber, string body)
    {
        var answer = await client.ControlAsync(HttpMethod.Post, "crm", $$"""{"phone_number": "{{phoneNumber}}", "body": {{body}} }""");
        if (answer.Status != HttpStatusCode.NoContent) throw new InvalidOperationException($"the customer could not be made: {answer.Text}");
    }

    /// <summary>What the service was asked about an account yesterday.</summary>
    public async Task PrepareYesterdayAsync(string userId)
    {
        clock.Advance(-TimeSpan.FromDays(1));
        try
        {
            using var service = new SignedClient(sandbox.Service, clock);
            var answer = await service.SyncAsync(userId);
            if (answer.Status != HttpStatusCode.OK) throw new InvalidOperationException($"nothing could be known since yesterday: {answer.Text}");
        }
        finally
        {
            clock.Advance(TimeSpan.FromDays(1));
        }

        _answers.Clear();
    }

    /// <summary>How the tenant misbehaves in what follows; see docs/sandbox.md.</summary>
    public async Task PrepareFaultAsync(string fault)
    {
        var answer = await client.ControlAsync(HttpMethod.Post, "faults", fault);
        if (answer.Status != HttpStatusCode.NoContent) throw new InvalidOperationException($"the fault could not be set: {answer.Text}");
    }

    public Task HealAsync() => client.ControlAsync(HttpMethod.Delete, "faults");

    /// <summary>A login whose Action signs with a secret that the service does not have.</summary>
    public async Task<DemoLogin> LogInWithWrongSecretAsync(string connection, string profile)
    {
        secrets[ServiceDefaults.SigningSecretName] = WrongSecret;
        try
        {
            return await LogInAsync(connection, profile);
        }
        finally
        {
            secrets.Remove(ServiceDefaults.SigningSecretName);
        }
    }

    public async Task<JsonMap?> FindUserAsync(string userId)
    {
        var answer = await client.ManageAsync(HttpMethod.Get, $"users/{Uri.EscapeDataString(userId)}");
        return answer.Status == HttpStatusCode.OK ? answer.Body : null;
    }

    private async Task<T> CountAsync<T>(Func<Task<T>> act)
    {
        await client.ControlAsync(HttpMethod.Delete, "calls");
        var started = Stopwatch.GetTimestamp();
        var result = await act();
        Took += Stopwatch.GetElapsedTime(started);
        var calls = (await client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Select(call => call.GetProperty("target").GetString()).ToList();
        Calls += calls.Count(target => target == Fault.Auth0);
        CrmCalls += calls.Count(target => target == Fault.Crm);
        return result;
    }
}
