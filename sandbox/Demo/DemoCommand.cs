using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Demo;

/// <summary>Plays each act on a sandbox of its own, and prints what happened in all of them.</summary>
public static class DemoCommand
{
    private const int SomeFailed = 1;

    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> serviceSettings, TextWriter output, CancellationToken stop)
    {
        List<DemoRow> rows = [];
        foreach (var act in DemoScenes.Acts) rows.AddRange(await PlayAsync(act, serviceSettings, stop));
        return Print(rows, output);
    }

    /// <returns>The exit code.</returns>
    public static int Print(IReadOnlyList<DemoRow> rows, TextWriter output)
    {
        DemoTable.Print(rows, output);
        return rows.All(row => row.End.Failure is null) ? 0 : SomeFailed;
    }

    private static async Task<IReadOnlyList<DemoRow>> PlayAsync(Act act, IReadOnlyDictionary<string, string?> serviceSettings, CancellationToken stop)
    {
        // The trouble is made on purpose, and the table tells of it.
        using var logging = SandboxLogging.Create(LogLevel.Critical);
        return await OnStageAsync(act, serviceSettings, logging, (_, stage) => PlayAsync(act.Scenes, stage, stop));
    }

    /// <summary>Has an act played, on a sandbox that is there for it.</summary>
    public static async Task<T> OnStageAsync<T>(Act act, IReadOnlyDictionary<string, string?> serviceSettings, ILoggerFactory logging, Func<RunningSandbox, DemoStage, Task<T>> playAsync)
    {
        Dictionary<string, string> secrets = new(StringComparer.Ordinal) { [ServiceDefaults.FeaturesName] = act.Features };
        var settings = new Dictionary<string, string?>(act.Settings, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in serviceSettings) settings[name] = value;
        var clock = new DemoClock();
        await using var sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts with { ServiceSettings = settings, ActionSecrets = secrets }, logging, clock);
        using var client = new SandboxClient(sandbox.Tenant);
        return await playAsync(sandbox, new DemoStage(client, sandbox, clock, secrets));
    }

    public static async Task<IReadOnlyList<DemoRow>> PlayAsync(IEnumerable<Scene> scenes, DemoStage stage, CancellationToken stop)
    {
        List<DemoRow> rows = [];
        foreach (var scene in scenes)
        {
            stop.ThrowIfCancellationRequested();
            stage.Clear();
            rows.Add(new DemoRow(scene, await EndAsync(scene, stage), stage.Calls, stage.CrmCalls, stage.Took));
        }

        return rows;
    }

    /// <summary>A scene that breaks off is one that ended otherwise; the ones after it are played all the same.</summary>
    private static async Task<SceneEnd> EndAsync(Scene scene, DemoStage stage)
    {
        try
        {
            return await scene.PlayAsync(stage);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new SceneEnd("broke off", "?", $"it plays to its end, but: {broken.Message}");
        }
    }
}
