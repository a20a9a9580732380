using System.Diagnostics;

namespace AccountLinking.TestSupport;

/// <summary>The sandbox as its users start it: a process of its own.</summary>
public static class SandboxProgram
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "AccountLinking.Sandbox.dll");

    /// <summary>The tests run under the host that <c>dotnet</c> is, or under an executable of their own beside an installed one.</summary>
    public static string Dotnet { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    /// <param name="path">The PATH that the program sees; null: this one's.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string? path, params string[] arguments)
    {
        var start = new ProcessStartInfo(Dotnet, [File, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (path is not null) start.Environment["PATH"] = path;
        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (program.ExitCode, await output, await error);
    }
}
