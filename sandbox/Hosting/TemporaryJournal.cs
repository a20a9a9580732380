namespace AccountLinking.Sandbox.Hosting;

/// <summary>The folder of one run's journal, made when something is written first. It is gone when the sandbox is.</summary>
public sealed class TemporaryJournal : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"account-linking-journal-{Guid.NewGuid():n}");

    public void Clear()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    public void Dispose() => Clear();
}
