namespace AccountLinking.Sandbox.Tests.App;

/// <summary>What the sample application loads from npm, and what its tests do.</summary>
public static class AppPackages
{
    public static NpmPackages Npm { get; } = new("What the sample application needs", "..", "sandbox", "app");
}
