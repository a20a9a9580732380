namespace AccountLinking.Sandbox.Tests.App;

/// <summary>The browser of this machine: the variable CHROMIUM names it, or it is on the PATH. None is ever downloaded.</summary>
public static class Chromium
{
    public const string Missing = "There is no Chromium on this machine: the variable CHROMIUM names one, or one is on the PATH.";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public static string? Find() => Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named ? named : FindOnPath();

    private static string? FindOnPath() => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
