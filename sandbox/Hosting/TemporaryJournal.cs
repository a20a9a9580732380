namespace AccountLinking.Sandbox.Hosting;

/// <summary>The folder of one run's journal. It is gone when the sandbox is.</summary>
public sealed class TemporaryJournal : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("account-linking-journal-");

    public string Path => _folder.FullName;

    public void Clear()
    {
        foreach (var part in _folder.EnumerateDirectories()) part.Delete(recursive: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
