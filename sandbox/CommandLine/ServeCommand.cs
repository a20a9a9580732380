using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>Serves until stopped.</summary>
public static class ServeCommand
{
    public static async Task<int> RunAsync(SandboxOptions options, TextWriter output, CancellationToken stop)
    {
        using var logging = SandboxLogging.Create(LogLevel.Information);
        await using (var sandbox = await RunningSandbox.StartAsync(options, logging))
        {
            await PrintAsync(sandbox, options, output);
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        await output.WriteLineAsync("Stopped.");
        return 0;
    }

    private static async Task PrintAsync(RunningSandbox sandbox, SandboxOptions options, TextWriter output)
    {
        await output.WriteLineAsync($"Auth0 tenant  {Address(sandbox.Tenant)}");
        if (sandbox.TenantOverTls is { } tls) await output.WriteLineAsync($"    over TLS  {Address(tls)}{Certificate(options)}");
        await output.WriteLineAsync($"CRM           {Address(sandbox.Crm)}");
        await output.WriteLineAsync($"App           {Address(sandbox.App)}");
        await output.WriteLineAsync($"Service       {Address(sandbox.Service)}");
        await output.WriteLineAsync("Ready. Ctrl-C stops.");
        await output.FlushAsync();
    }

    /// <summary>With its port, also where that is the scheme's own.</summary>
    private static string Address(Uri uri) => $"{uri.Scheme}://{uri.Host}:{uri.Port}";

    private static string Certificate(SandboxOptions options) =>
        options.TenantCertFile is { } file ? $"  (certificate in {file})" : "  (--tenant-cert-file FILE writes its certificate)";
}
