using System.ComponentModel;
using System.Diagnostics;

namespace AccountLinking.Tests.Journal.Azurite;

/// <summary>Azurite, Microsoft's emulator of blob storage, in a Node process: https://github.com/Azure/Azurite. It ends when its input closes.</summary>
internal sealed class AzuriteServer : IAsyncDisposable
{
    private const string Listens = " successfully listens on ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private Task _reading = Task.CompletedTask;

    private AzuriteServer(Process process) => _process = process;

    /// <summary>Its telemetry is off, so <c>package.json</c> holds that part at a version of half the size.</summary>
    public static NpmPackages Npm { get; } = new("Azurite", "AccountLinking.Tests", "Journal", "Azurite");

    /// <summary>Of its one account.</summary>
    public Uri Account { get; private set; } = null!;

    /// <param name="folder">With <c>cert.pem</c> and <c>key.pem</c>. It keeps its documents in memory.</param>
    /// <exception cref="InvalidOperationException">It could not be installed or started; the message says what is missing.</exception>
    public static async Task<AzuriteServer> StartAsync(string folder)
    {
        await Npm.EnsureInstalledAsync();
        var server = new AzuriteServer(Launch(folder));
        try
        {
            server.Account = new Uri(await server.AddressAsync() + "/devstoreaccount1");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopPatience);
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (Exception stuck) when (stuck is OperationCanceledException or IOException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _reading;
        _process.Dispose();
    }

    private static Process Launch(string folder)
    {
        // A port of 0 is a free one. The check of the version that is asked for stays on: Azurite must know it.
        var start = new ProcessStartInfo("node",
        [
            Path.Combine(Npm.Folder, "serve.mjs"), "--blobHost", "127.0.0.1", "--blobPort", "0", "--oauth", "basic",
            "--cert", Path.Combine(folder, "cert.pem"), "--key", Path.Combine(folder, "key.pem"),
            "--inMemoryPersistence", "--disableTelemetry", "--silent",
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        // Neither what the surroundings have Node do, nor other accounts.
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList()) start.Environment.Remove(name);
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("node was not found: these tests need Node.js on the PATH.", missing);
        }
    }

    private static bool IsForeign(string name) =>
        name.StartsWith("NODE_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("AZURITE_", StringComparison.OrdinalIgnoreCase);

    private async Task<string> AddressAsync()
    {
        var complaints = _process.StandardError.ReadToEndAsync();
        _reading = complaints;
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf(Listens, StringComparison.Ordinal) is >= 0 and var at)
            {
                _reading = Task.WhenAll(complaints, _process.StandardOutput.ReadToEndAsync(CancellationToken.None));
                return line[(at + Listens.Length)..];
            }
        }

        throw new InvalidOperationException($"Azurite did not start:\n{await complaints}");
    }
}
