using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Journal;

public sealed class FileSpentNoncesTests : SpentNoncesContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    private protected override IJournalStore Store => field ??= new FileJournalStore(_folder.FullName);

    public void Dispose() => _folder.Delete(recursive: true);
}
