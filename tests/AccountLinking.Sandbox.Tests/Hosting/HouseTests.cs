using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AccountLinking.Webhooks;

namespace AccountLinking.Sandbox.Tests.Hosting;

/// <summary>What the files of the repository that no compiler reads must say.</summary>
public sealed partial class HouseTests
{
    private static readonly string[] Configurations = ["Debug", "Everything", "Release"];
    private static readonly string[] MadeByTools = [".git", ".idea", ".vs", "bin", "node_modules", "obj", "TestResults"];

    /// <summary>In two halves: this file is among those that are read.</summary>
    private static readonly string[] Registries = ["registry." + "npmjs.org", "nuget" + ".org", "registry." + "yarnpkg.com", "pkgs." + "dev.azure.com", "npm.pkg." + "github.com"];

    public static TheoryData<string> Projects => [.. Files("*.csproj").Select(Relative).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_solution_has_three_configurations_and_no_platforms()
    {
        var section = SolutionPlatforms().Match(Read("AccountLinking.Functions.sln")).Groups["lines"].Value;

        Assert.Equal(Configurations.Select(name => $"{name}|Any CPU = {name}|Any CPU"), section.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_solution_builds_every_project_but_leaves_the_Functions_host_to_Everything(string project)
    {
        var solution = Read("AccountLinking.Functions.sln");
        var id = Regex.Match(
            solution,
            $$"""^Project\("\{[0-9A-F-]+\}"\) = "{{Regex.Escape(Path.GetFileNameWithoutExtension(project))}}", "{{Regex.Escape(project.Replace('/', '\\'))}}", "(?<id>\{[0-9A-F-]+\})"\r?$""",
            RegexOptions.Multiline | RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)).Groups["id"].Value;

        Assert.NotEmpty(id);
        Assert.Equal(Configurations, ConfigurationsWith("ActiveCfg", id, solution));
        Assert.Equal(
            Path.GetFileName(project).StartsWith("AccountLinking.Functions", StringComparison.Ordinal) ? ["Everything"] : Configurations,
            ConfigurationsWith("Build.0", id, solution));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Package_versions_are_central(string project)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("PackageReference");

        Assert.DoesNotContain(references, reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null || reference.Element("Version") is not null);
    }

    [Fact]
    public void Any_SDK_10_will_do()
    {
        var sdk = ReadJson("global.json").GetProperty("sdk");

        Assert.Matches(@"^10\.0\.1\d\d$", sdk.GetProperty("version").GetString());
        Assert.Equal("latestMinor", sdk.GetProperty("rollForward").GetString());
    }

    [Fact]
    public void The_Functions_host_serves_the_paths_that_Kestrel_does_and_tells_what_it_sees_by_OpenTelemetry()
    {
        var host = ReadJson("host.json");

        Assert.Equal(("2.0", "OpenTelemetry"), (host.GetProperty("version").GetString(), host.GetProperty("telemetryMode").GetString()));
        Assert.Equal(Routes.Prefix, $"/{host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString()}");
    }

    /// <summary>Who waits in the host's queue loses his time there: whom it cannot serve it is to refuse at once, and the login goes on.</summary>
    [Fact]
    public void The_Functions_host_takes_many_at_once_and_gives_up_what_nobody_waits_for()
    {
        var host = ReadJson("host.json");
        var http = host.GetProperty("extensions").GetProperty("http");

        var (atOnce, waiting) = (http.GetProperty("maxConcurrentRequests").GetInt32(), http.GetProperty("maxOutstandingRequests").GetInt32());
        Assert.InRange(atOnce, 100, 1000);
        Assert.InRange(waiting - atOnce, 0, atOnce);
        // Of the machine's load the host knows less than the platform, and 429 is no answer to a login.
        Assert.False(http.GetProperty("dynamicThrottlesEnabled").GetBoolean());
        Assert.InRange(TimeSpan.Parse(host.GetProperty("functionTimeout").GetString()!, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void The_sample_of_local_settings_is_one_that_the_Functions_tools_read()
    {
        var sample = ReadJson("local.settings.sample.json");

        Assert.False(sample.GetProperty("IsEncrypted").GetBoolean());
        var values = sample.GetProperty("Values");
        Assert.Equal("dotnet-isolated", values.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
        Assert.All(values.EnumerateObject(), value => Assert.Equal(JsonValueKind.String, value.Value.ValueKind));
    }

    [Fact]
    public void No_file_names_a_package_registry()
    {
        var naming = Files("*").Where(file => Registries.Any(host => File.ReadAllText(file).Contains(host, StringComparison.OrdinalIgnoreCase)));

        Assert.Empty(naming.Select(Relative));
    }

    [Fact]
    public void No_lock_file_says_where_its_packages_came_from()
    {
        var locks = Files("package-lock.json").ToArray();

        Assert.NotEmpty(locks);
        Assert.Empty(locks.Where(file => File.ReadAllText(file).Contains("\"resolved\"", StringComparison.Ordinal)).Select(Relative));
    }

    private static IEnumerable<string> ConfigurationsWith(string entry, string id, string solution) =>
        Configurations.Where(name => solution.Contains($"{id}.{name}|Any CPU.{entry} = ", StringComparison.Ordinal));

    private static IEnumerable<string> Files(string pattern) => FilesOf(new DirectoryInfo(Repository.Root), pattern);

    private static IEnumerable<string> FilesOf(DirectoryInfo folder, string pattern) => folder.EnumerateFiles(pattern).Select(file => file.FullName)
        .Concat(folder.EnumerateDirectories().Where(child => !MadeByTools.Contains(child.Name)).SelectMany(child => FilesOf(child, pattern)));

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    private static JsonElement ReadJson(string file) => JsonElement.Parse(Read(file));

    [GeneratedRegex(@"GlobalSection\(SolutionConfigurationPlatforms\) = preSolution(?<lines>.*?)EndGlobalSection", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SolutionPlatforms();
}
