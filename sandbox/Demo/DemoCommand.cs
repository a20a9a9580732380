using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Demo;

/// <summary>Plays the scenes on a sandbox of its own.</summary>
public static class DemoCommand
{
    private const int SomeFailed = 1;

    public static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> serviceSettings, TextWriter output, CancellationToken stop)
    {
        // The trouble is made on purpose, and the table tells of it.
        using var logging = SandboxLogging.Create(LogLevel.Critical);
        Dictionary<string, string> secrets = new(StringComparer.Ordinal);
        var options = SandboxOptions.OnFreePorts with { ServiceSettings = serviceSettings, ActionSecrets = secrets };
        await using var sandbox = await RunningSandbox.StartAsync(options, logging);
        using var client = new SandboxClient(sandbox.Tenant);
        return await PlayAndPrintAsync(DemoScenes.All, new DemoStage(client, sandbox.ServiceAnswers, secrets), output, stop);
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> PlayAndPrintAsync(IEnumerable<Scene> scenes, DemoStage stage, TextWriter output, CancellationToken stop)
    {
        var rows = await PlayAsync(scenes, stage, stop);
        DemoTable.Print(rows, output);
        return rows.All(row => row.End.Failure is null) ? 0 : SomeFailed;
    }

    public static async Task<IReadOnlyList<DemoRow>> PlayAsync(IEnumerable<Scene> scenes, DemoStage stage, CancellationToken stop)
    {
        List<DemoRow> rows = [];
        foreach (var scene in scenes)
        {
            stop.ThrowIfCancellationRequested();
            stage.Clear();
            rows.Add(new DemoRow(scene, await EndAsync(scene, stage), stage.Calls, stage.Took));
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
