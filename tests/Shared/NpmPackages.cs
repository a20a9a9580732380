using System.Security.Cryptography;

namespace AccountLinking.TestSupport;

/// <summary>
/// The packages of the lock file, installed once for all test runs until the lock file changes. That needs npm and, unless its
/// cache has them, the npm registry.
/// </summary>
public sealed class NpmPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _what;
    private readonly Lazy<Task> _installing;

    /// <param name="what">What they are, for messages.</param>
    /// <param name="path">Where the lock file is, below the folder of all tests.</param>
    public NpmPackages(string what, params string[] path)
    {
        _what = what;
        Folder = Path.Combine([Repository.Root, "tests", .. path]);
        _installing = new Lazy<Task>(InstallAsync);
    }

    /// <summary>Where the lock file is, the packages and the program that uses them.</summary>
    public string Folder { get; }

    public Task EnsureInstalledAsync() => _installing.Value;

    /// <summary>False where <see cref="EnsureInstalledAsync"/> throws.</summary>
    public async Task<bool> AreInstalledAsync()
    {
        await _installing.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _installing.Value.IsCompletedSuccessfully;
    }

    private async Task InstallAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var turn = await TakeTurnAsync(patience.Token);
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"), patience.Token)));
        var marker = Path.Combine(Folder, "node_modules", ".installed-from");
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, patience.Token) == wanted) return;

        await NpmCi.RunAsync(_what, Folder, new Dictionary<string, string>(), CancellationToken.None);
        await File.WriteAllTextAsync(marker, wanted, CancellationToken.None);
    }

    /// <summary>Two test runs at once must not install into the same folder.</summary>
    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "tests", "obj")).FullName;
        var file = Path.Combine(folder, $"npm-{Path.GetFileName(Folder)}.lock");
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

        throw new InvalidOperationException($"{_what} could not be installed: another test run has held {file} for {Patience.TotalMinutes:0} minutes.");
    }
}
