using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>The service in a process of its own, over another sandbox's tenant and a journal that others use too. It can be killed.</summary>
internal sealed partial class DoomedService : IDisposable
{
    private readonly Process _process;

    private DoomedService(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<DoomedService> StartAsync(Uri tenant, string journal)
    {
        string[] arguments = [SandboxProgram.File, "--tenant-port=0", "--crm-port=0", "--service-port=0", $"--Auth0:BaseUrl={tenant}", $"--Journal:Path={journal}"];
        var process = Process.Start(new ProcessStartInfo(SandboxProgram.Dotnet, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string? address = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (ServiceLine().Match(line) is { Success: true } match) address = match.Groups["address"].Value;
            if (line.StartsWith("Ready.", StringComparison.Ordinal)) return new DoomedService(process, new Uri(address!));
        }

        throw new InvalidOperationException("The sandbox did not start.");
    }

    /// <summary>At once, without a chance to finish anything.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"^Service +(?<address>http://127\.0\.0\.1:\d+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ServiceLine();
}
