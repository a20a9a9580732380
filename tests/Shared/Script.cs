using System.Diagnostics;

namespace AccountLinking.TestSupport;

/// <summary>Runs a script of <c>infra/</c> as somebody at a terminal does, whatever the tests themselves run in.</summary>
public static class Script
{
    private static readonly string[] OfThePipeline = ["AUTH0_CLIENT_SECRET", "AZURE_FUNCTION_NAME", "AZURE_KEY_VAULT_NAME", "CRM_API_KEY", "FUNCTION_KEY", "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "KEY_VAULT_NAMES"];

    private static readonly string[] Programs = ["bash", "curl", "jq", "openssl"];

    /// <param name="name">The script's, below <c>infra/</c>.</param>
    /// <param name="environment">What it finds in its environment besides; <c>PATH</c> is put before the PATH.</param>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string name, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAsync([Path.Combine(Repository.Root, "infra", name), .. arguments], environment);

    /// <param name="commands">What is typed, in the folder of the repository.</param>
    public static Task<(int ExitCode, string Output, string Error)> TypeAsync(string commands, IReadOnlyDictionary<string, string> environment) => StartAsync(["-c", commands], environment);

    private static async Task<(int ExitCode, string Output, string Error)> StartAsync(string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are for bash.");
        foreach (var program in Programs) Assert.SkipUnless(IsOnPath(program), $"The scripts need {program}, and it is not here.");
        var start = new ProcessStartInfo("bash", arguments) { WorkingDirectory = Repository.Root, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var variable in OfThePipeline) start.Environment.Remove(variable);
        foreach (var (variable, value) in environment)
            start.Environment[variable] = variable == "PATH" ? $"{value}{Path.PathSeparator}{start.Environment["PATH"]}" : value;

        using var script = Process.Start(start)!;
        // Nobody is there to answer a question.
        script.StandardInput.Close();
        try
        {
            var output = script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await script.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (script.ExitCode, await output, await error);
        }
        finally
        {
            if (!script.HasExited) script.Kill(entireProcessTree: true);
        }
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>A program that a script finds on its PATH in place of another.</summary>
    public static void WriteProgram(string folder, string name, string text)
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, $"#!/usr/bin/env bash\nset -euo pipefail\n{text}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
