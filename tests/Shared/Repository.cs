namespace AccountLinking.TestSupport;

/// <summary>The source tree that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AccountLinking.Functions.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run inside the source tree.");
    }
}
