using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>
/// Installs the packages of the lock file, once for all test runs until the lock file changes. That needs npm and, unless its
/// cache has them, the npm registry.
/// </summary>
public static class NpmPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    /// <summary>Where the lock file is, the packages and the program that uses them.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "AccountLinking.Sandbox.Tests", "NodeSdk");

    public static Task EnsureInstalledAsync() => Installed.Value;

    private static async Task InstallAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var turn = await TakeTurnAsync(Path.Combine(Folder, "..", "obj"), patience.Token);
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"), patience.Token)));
        var marker = Path.Combine(Folder, "node_modules", ".installed-from");
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, patience.Token) == wanted) return;

        await RunNpmAsync(patience.Token);
        await File.WriteAllTextAsync(marker, wanted, patience.Token);
    }

    /// <summary>Two test runs at once must not install into the same folder.</summary>
    private static async Task<FileStream> TakeTurnAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "node-sdk.lock");
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
            }
        }

        throw new InvalidOperationException($"Auth0's Node SDK could not be installed: another test run has held {file} for {Patience.TotalMinutes:0} minutes.");
    }

    private static async Task RunNpmAsync(CancellationToken cancellation)
    {
        using var npm = Launch();
        var output = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(CancellationToken.None), npm.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await npm.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw Failed($"did not end within {Patience.TotalMinutes:0} minutes", await output);
        }

        if (npm.ExitCode != 0) throw Failed($"ended with {npm.ExitCode}", await output);
    }

    private static Process Launch()
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("npm was not found: these tests need Node.js with npm on the PATH.", missing);
        }
    }

    private static InvalidOperationException Failed(string how, string[] output)
    {
        var lines = string.Join('\n', output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.Contains("    at ", StringComparison.Ordinal));
        return new InvalidOperationException(
            $"Auth0's Node SDK could not be installed: 'npm ci' {how}. It needs the npm registry the first time. npm's last lines:\n"
            + string.Join('\n', lines.TakeLast(15)));
    }
}
