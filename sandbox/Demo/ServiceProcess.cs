using System.Diagnostics;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Demo;

/// <summary>The service in another process, over the same tenant and journal; it can be killed.</summary>
public sealed class ServiceProcess : IDisposable
{
    private const string ServiceLine = "Service ";

    private static readonly TimeSpan MaxStart = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    private ServiceProcess(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    /// <exception cref="StartException">It did not start.</exception>
    public static async Task<ServiceProcess> StartAsync(Uri tenant, string journal)
    {
        string[] arguments =
        [
            typeof(ServiceProcess).Assembly.Location, "--tenant-port=0", "--crm-port=0", "--app-port=0", "--service-port=0", $"--Auth0:BaseUrl={tenant}", $"--Journal:Path={journal}",
        ];
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";
        var process = Process.Start(new ProcessStartInfo(dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            if (await ReadAddressAsync(process) is not { } address) throw new StartException("Another process of the sandbox did not start.");
            // What nobody reads would fill up, and stop the process.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new ServiceProcess(process, address);
        }
        catch
        {
            new ServiceProcess(process, string.Empty).Dispose();
            throw;
        }
    }

    /// <returns>Null: it ended before it was ready.</returns>
    /// <exception cref="OperationCanceledException">It takes too long.</exception>
    private static async Task<string?> ReadAddressAsync(Process process)
    {
        using var patience = new CancellationTokenSource(MaxStart);
        string? address = null;
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(ServiceLine, StringComparison.Ordinal)) address = line[ServiceLine.Length..].Trim();
            if (line.StartsWith("Ready.", StringComparison.Ordinal)) return address;
        }

        return null;
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
}
