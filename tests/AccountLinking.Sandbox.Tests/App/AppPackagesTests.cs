using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.App;

public sealed class AppPackagesTests
{
    [Theory]
    [InlineData("@auth0/auth0-spa-js", "2.27.0")]
    [InlineData("oauth4webapi", "3.8.8")]
    [InlineData("axe-core", "4.14.1")]
    public async Task The_packages_are_installed_as_the_lock_file_has_them(string package, string version)
    {
        await AppPackages.Npm.EnsureInstalledAsync();

        var installed = await File.ReadAllTextAsync(Path.Combine(AppPackages.Npm.Folder, "node_modules", package, "package.json"), TestContext.Current.CancellationToken);
        Assert.Equal(version, JsonMap.Parse(installed).Text("version"));
    }
}
