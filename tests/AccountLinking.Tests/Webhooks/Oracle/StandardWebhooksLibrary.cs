using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace AccountLinking.Tests.Webhooks.Oracle;

/// <summary>The official Standard Webhooks library, run in Node: https://www.npmjs.com/package/standardwebhooks.</summary>
public static class StandardWebhooksLibrary
{
    public static NpmPackages Npm { get; } = new("The Standard Webhooks library", "AccountLinking.Tests", "Webhooks", "Oracle");

    /// <summary>Asks it all the questions at once: to sign where there is no signature, else to verify.</summary>
    /// <returns>A signature or a verdict for each.</returns>
    public static async Task<IReadOnlyList<JsonElement>> AskAsync(IEnumerable<Question> questions)
    {
        await Npm.EnsureInstalledAsync();
        var start = new ProcessStartInfo("node", [Path.Combine(Npm.Folder, "oracle.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        using var node = Process.Start(start)!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(questions, JsonSerializerOptions.Web));
        node.StandardInput.Close();
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, $"The library ended with {node.ExitCode}.");
        return [.. JsonElement.Parse(output).EnumerateArray()];
    }
}
