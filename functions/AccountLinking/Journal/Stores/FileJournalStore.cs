using System.Runtime.CompilerServices;
using System.Text;

namespace AccountLinking.Journal.Stores;

/// <summary>
/// Documents as files in a folder, for development and the sandbox: several processes of one machine may share it. A file's first line
/// is its version. It is written beside its place and moved there, so that a crash leaves the old one or the new one.
/// </summary>
internal sealed class FileJournalStore : IJournalStore, IDisposable
{
    private const string LockFile = ".lock";
    private const string NewSuffix = ".new";
    private const int VersionLength = 32;
    private const string TornVersion = "torn";

    /// <summary>Whoever holds the lock longer than this is not writing a small file.</summary>
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(5);
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root;
    private readonly SemaphoreSlim _turn = new(1);

    /// <param name="root">It is made when something is written first.</param>
    public FileJournalStore(string root) => _root = Path.GetFullPath(root);

    public void Dispose() => _turn.Dispose();

    public Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation) => GuardAsync(() => ReadFileAsync(PathOf(name), cancellation));

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) => GuardAsync(async () =>
    {
        var path = PathOf(name);
        using var held = await LockAsync(cancellation);
        if ((await ReadFileAsync(path, cancellation))?.Version != expected) return null;
        var version = Guid.NewGuid().ToString("n");
        MakeFolder(Path.GetDirectoryName(path)!);
        await WriteFileAsync(path + NewSuffix, version, content, cancellation);
        File.Move(path + NewSuffix, path, overwrite: true);
        return version;
    });

    public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) => GuardAsync(async () =>
    {
        var path = PathOf(name);
        using var held = await LockAsync(cancellation);
        if ((await ReadFileAsync(path, cancellation))?.Version != expected) return false;
        File.Delete(path);
        return true;
    });

    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var name in await GuardAsync(() => Task.FromResult(Names(prefix))))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }
    }

    private List<string> Names(string prefix)
    {
        if (!Directory.Exists(_root)) return [];
        return
        [
            .. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_root, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !name.Contains('.', StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    private string PathOf(string name)
    {
        DocumentName.Check(name);
        return Path.Combine(_root, name.Replace('/', Path.DirectorySeparatorChar));
    }

    private static async Task<StoredDocument?> ReadFileAsync(string path, CancellationToken cancellation)
    {
        byte[] all;
        try
        {
            all = await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        // Not written by a store, which never leaves one in pieces: whoever reads it finds it damaged, and it can be deleted.
        if (all.Length <= VersionLength || all[VersionLength] != (byte)'\n') return new StoredDocument([], TornVersion);
        return new StoredDocument(all[(VersionLength + 1)..], Encoding.ASCII.GetString(all, 0, VersionLength));
    }

    private static async Task WriteFileAsync(string path, string version, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, OptionsFor(FileMode.Create));
        await file.WriteAsync(Encoding.ASCII.GetBytes(version + "\n"), cancellation);
        await file.WriteAsync(content, cancellation);
        // Past the machine's own memory, before it takes the old one's place.
        file.Flush(flushToDisk: true);
    }

    /// <summary>Against the other tasks, and against other processes; the system lets go of a lock whose process is gone.</summary>
    private async Task<IDisposable> LockAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            MakeFolder(_root);
            for (var waited = TimeSpan.Zero; ; waited += LockPause)
            {
                try
                {
                    return new Held(new FileStream(Path.Combine(_root, LockFile), OptionsFor(FileMode.OpenOrCreate)), _turn);
                }
                catch (IOException) when (waited < LockTime)
                {
                    await Task.Delay(LockPause, cancellation);
                }
            }
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    private static FileStreamOptions OptionsFor(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> workAsync)
    {
        try
        {
            if (File.Exists(_root)) throw new IOException("A file is no folder.");
            return await workAsync();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal's folder cannot be used ({failure.GetType().Name}): check that Journal:Path is a folder that the service may write, with space left.", failure);
        }
    }

    private sealed class Held(FileStream file, SemaphoreSlim turn) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            turn.Release();
        }
    }
}
