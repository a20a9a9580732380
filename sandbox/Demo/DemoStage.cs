using System.Diagnostics;
using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Demo;

/// <summary>
/// What the scenes act with. <see cref="LogInAsync"/> and <see cref="ActAsync"/> are the scene itself, counted and timed;
/// <see cref="PrepareAsync"/> and <see cref="FindUserAsync"/> set it up and look at it afterwards.
/// </summary>
public sealed class DemoStage(SandboxClient client)
{
    /// <summary>The calls that the tenant received in the scene.</summary>
    public int Calls { get; private set; }

    public TimeSpan Took { get; private set; }

    public void Clear() => (Calls, Took) = (0, TimeSpan.Zero);

    public async Task<DemoLogin> LogInAsync(string connection, string profile) =>
        new(await CountAsync(() => client.LogInAsync(connection, profile)));

    /// <summary>A Management API call.</summary>
    public Task<ApiAnswer> ActAsync(HttpMethod method, string path, string? json = null) =>
        CountAsync(() => client.ManageAsync(method, path, json));

    public Task<ApiAnswer> PrepareAsync(HttpMethod method, string path, string json) => client.ManageAsync(method, path, json);

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
