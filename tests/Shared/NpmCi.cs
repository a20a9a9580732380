using System.ComponentModel;
using System.Diagnostics;

namespace AccountLinking.TestSupport;

/// <summary>Installs the packages of a lock file with <c>npm ci</c>.</summary>
public static class NpmCi
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="what">What is installed, for the message.</param>
    /// <param name="folder">Where <c>package.json</c> and the lock file are.</param>
    /// <param name="environment">What npm finds in its environment besides, or instead of, what the tests have in theirs.</param>
    /// <exception cref="InvalidOperationException">npm did not do it; the message has its last lines.</exception>
    public static async Task RunAsync(string what, string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        using var npm = Launch(folder, environment);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var output = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(CancellationToken.None), npm.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await npm.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw Failed(what, $"did not end within {Patience.TotalMinutes:0} minutes", await output);
        }

        if (npm.ExitCode != 0) throw Failed(what, $"ended with {npm.ExitCode}", await output);
    }

    private static Process Launch(string folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            // npm reads its settings in upper case too.
            foreach (var same in start.Environment.Keys.Where(key => key.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList())
                start.Environment.Remove(same);
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("npm was not found: these tests need Node.js with npm on the PATH.", missing);
        }
    }

    private static InvalidOperationException Failed(string what, string how, string[] output)
    {
        var lines = string.Join('\n', output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.Contains("    at ", StringComparison.Ordinal));
        return new InvalidOperationException(
            $"{what} could not be installed: 'npm ci' {how}. It needs the npm registry the first time. npm's last lines:\n"
            + string.Join('\n', lines.TakeLast(15)));
    }
}
