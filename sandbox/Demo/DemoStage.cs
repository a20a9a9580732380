using System.Diagnostics;
using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Demo;

/// <summary>
/// What the scenes act with. <see cref="LogInAsync"/> and <see cref="ActAsync"/> are the scene itself, counted and timed;
/// <see cref="PrepareAsync"/> and <see cref="FindUserAsync"/> set it up and look at it afterwards.
/// </summary>
/// <param name="answers">What the service answers; the Action keeps it to itself.</param>
/// <param name="secrets">Those of the Action that a scene changes.</param>
public sealed class DemoStage(SandboxClient client, ServiceAnswers answers, IDictionary<string, string> secrets)
{
    public const string NobodyAsked = "nobody was asked";

    private const string WrongSecret = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=";

    /// <summary>The calls that the tenant received in the scene.</summary>
    public int Calls { get; private set; }

    public TimeSpan Took { get; private set; }

    /// <summary>What the service answered last in the scene.</summary>
    public string Answer => answers.All is [.., var last] ? last.Summary : NobodyAsked;

    public void Clear()
    {
        (Calls, Took) = (0, TimeSpan.Zero);
        answers.Clear();
    }

    public async Task<DemoLogin> LogInAsync(string connection, string profile) =>
        new(await CountAsync(() => client.LogInAsync(connection, profile)));

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
        Calls += (await client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength();
        return result;
    }
}
