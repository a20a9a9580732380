using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>What <c>infra/</c> says: its syntax read and its values worked out in Node, because Bicep's own compiler is not to be had everywhere.</summary>
internal static class Bicep
{
    /// <summary>What modules would tell once they are deployed.</summary>
    private const string Deployed = """
        {
          "identity": {"outputs": {"clientId": "6b1a2c0e-3f5d-4a8b-9c7e-1d2f3a4b5c6d"}},
          "hostStorage": {"outputs": {"blobEndpoint": "https://sthost.blob.core.windows.net/"}},
          "journal": {"outputs": {"containerUri": "https://stlink.blob.core.windows.net/journal"}},
          "vault": {"outputs": {"uri": "https://kv-prod.vault.azure.net/"}},
          "monitoring": {"outputs": {"connectionString": "InstrumentationKey=00000000-0000-0000-0000-000000000000"}}
        }
        """;

    public static NpmPackages Npm { get; } = new("Bicep's syntax", "AccountLinking.Tests", "Infrastructure", "Bicep");

    public static string Folder { get; } = Path.Combine(Repository.Root, "infra");

    /// <summary>Every parameter of every file, and the members of its type.</summary>
    public static async Task<IReadOnlyList<Declaration>> DeclarationsAsync() => (await AskAsync("declarations")).Deserialize<List<Declaration>>(JsonSerializerOptions.Web)!;

    public static async Task<IReadOnlyList<Resource>> ResourcesAsync() => (await AskAsync("resources")).Deserialize<List<Resource>>(JsonSerializerOptions.Web)!;

    /// <param name="file">A parameter file.</param>
    /// <param name="environment">Environment variables that it may read.</param>
    public static async Task<Deployment> DeploymentAsync(string file, IReadOnlyDictionary<string, string>? environment = null) =>
        Deployment.Of(await AskAsync("deployment", ("file", file), ("environment", environment ?? new Dictionary<string, string>()), ("deployed", JsonNode.Parse(Deployed))));

    /// <param name="cases">The parameters of a deployment, each.</param>
    public static async Task<IReadOnlyList<Deployment>> DeploymentsAsync(IEnumerable<JsonObject> cases) =>
        [.. (await AskAsync("deployments", ("cases", cases), ("deployed", JsonNode.Parse(Deployed)))).EnumerateArray().Select(Deployment.Of)];

    /// <param name="folder">Where the files are.</param>
    public static async Task<JsonElement> AskAsync(string what, string folder, params (string Name, object? Value)[] more)
    {
        await Npm.EnsureInstalledAsync();
        var question = new Dictionary<string, object?>(more.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))) { ["ask"] = what };
        var start = new ProcessStartInfo("node", [Path.Combine(Npm.Folder, "describe.cjs"), folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        using var node = Process.Start(start)!;
        var (answer, trouble) = (node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(question));
        node.StandardInput.Close();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await trouble);
        return JsonElement.Parse(await answer);
    }

    public static Task<JsonElement> AskAsync(string what, params (string Name, object? Value)[] more) => AskAsync(what, Folder, more);

    /// <param name="Path">As in <c>linking.ssn.enabled</c>.</param>
    internal sealed record Declaration(
        string File, string Path, string Type, bool HasDefault, string? Description, int? MinValue, int? MaxValue, int? MinLength, int? MaxLength, bool Secure);

    /// <param name="Type">With those of the resources that it is part of.</param>
    internal sealed record Resource(string File, string Symbol, string Type, string? Version, bool IsExisting, JsonElement Body)
    {
        /// <summary>A value in the body, as JSON, or null.</summary>
        public string? Value(params string[] path)
        {
            var at = Body;
            foreach (var name in path)
            {
                if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return null;
            }

            return at.GetRawText();
        }
    }

    /// <param name="Settings">The app settings.</param>
    /// <param name="SecretNames">What must be in the vault.</param>
    internal sealed record Deployment(IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> SecretNames)
    {
        public static Deployment Of(JsonElement answer) => new(
            answer.GetProperty("settings").EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!, StringComparer.Ordinal),
            [.. answer.GetProperty("secretNames").EnumerateArray().Select(name => name.GetString()!)]);
    }
}
