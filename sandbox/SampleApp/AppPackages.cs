namespace AccountLinking.Sandbox.SampleApp;

/// <summary>
/// The packages that the pages load, as npm has installed them in the repository: unmodified, and not part of what is built. The
/// program finds them from where it lies, wherever below the repository that is.
/// </summary>
public sealed class AppPackages(string folder)
{
    public const string Missing = "The packages of the sample application are not installed. In the folder of the repository: npm ci --prefix sandbox/app";

    /// <summary>By their names below <c>/vendor</c>.</summary>
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["auth0-spa-js.js"] = "@auth0/auth0-spa-js/dist/auth0-spa-js.production.esm.js",
        ["oauth4webapi.js"] = "oauth4webapi/build/index.js",
    };

    /// <summary>Where npm installs them.</summary>
    public static string DefaultFolder
    {
        get
        {
            for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
            {
                if (File.Exists(Path.Combine(above.FullName, "sandbox", "AccountLinking.Sandbox.csproj"))) return Path.Combine(above.FullName, "sandbox", "app", "node_modules");
            }

            return Path.Combine(AppContext.BaseDirectory, "app", "node_modules");
        }
    }

    /// <summary>Null: there is no such package, or it is not installed.</summary>
    public string? Find(string name) =>
        Files.TryGetValue(name, out var file) && Path.Combine(folder, file) is var path && File.Exists(path) ? path : null;
}
