using System.Security.Cryptography;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>
/// The packages of the lock file, installed once for all test runs until the lock file changes. That needs npm and, unless its
/// cache has them, the npm registry.
/// </summary>
public static class NpmPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly Lazy<Task> Installing = new(InstallAsync);

    /// <summary>Where the lock file is, the packages and the program that uses them.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "AccountLinking.Sandbox.Tests", "NodeSdk");

    public static Task EnsureInstalledAsync() => Installing.Value;

    /// <summary>False where <see cref="EnsureInstalledAsync"/> throws.</summary>
    public static async Task<bool> AreInstalledAsync()
    {
        await Installing.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Installing.Value.IsCompletedSuccessfully;
    }

    private static async Task InstallAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var turn = await TakeTurnAsync(Path.Combine(Folder, "..", "obj"), patience.Token);
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"), patience.Token)));
        var marker = Path.Combine(Folder, "node_modules", ".installed-from");
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, patience.Token) == wanted) return;

        await NpmCi.RunAsync(Folder, new Dictionary<string, string>(), CancellationToken.None);
        await File.WriteAllTextAsync(marker, wanted, CancellationToken.None);
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
}
