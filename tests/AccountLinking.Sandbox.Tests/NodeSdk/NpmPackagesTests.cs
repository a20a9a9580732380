using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

public sealed class NpmPackagesTests
{
    [Fact]
    public async Task The_SDK_is_installed_as_the_lock_file_has_it()
    {
        await SdkPackages.Npm.EnsureInstalledAsync();

        Assert.Equal("7.1.0", JsonMap.Parse(await ReadAsync("node_modules", "auth0", "package.json")).Text("version"));
    }

    [Fact]
    public async Task The_lock_file_names_no_registry()
    {
        Assert.DoesNotContain("resolved", await ReadAsync("package-lock.json"), StringComparison.Ordinal);
    }

    private static Task<string> ReadAsync(params string[] path) =>
        File.ReadAllTextAsync(Path.Combine([SdkPackages.Npm.Folder, .. path]), TestContext.Current.CancellationToken);
}
