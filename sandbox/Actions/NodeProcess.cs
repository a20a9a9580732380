using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Actions;

/// <summary>The Node process that runs Actions: JSON lines in and out. It ends when its input closes, so it never outlives the sandbox.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    /// <summary>What runner.cjs checks, in words.</summary>
    private const string NeededVersion = "20.19 or newer";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly Task _exited;
    private readonly SemaphoreSlim _writing = new(1, 1);

    private NodeProcess(Process process)
    {
        _process = process;
        _exited = process.WaitForExitAsync();
    }

    /// <exception cref="StartException">Node is missing, too old or does not start.</exception>
    public static async Task<NodeProcess> StartAsync(string program)
    {
        var node = new NodeProcess(Launch(program));
        try
        {
            await node.GreetAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> line)
    {
        await _writing.WaitAsync();
        try
        {
            var input = _process.StandardInput.BaseStream;
            await input.WriteAsync(line);
            await input.WriteAsync("\n"u8.ToArray());
            await input.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The next message, or null when the process has ended.</summary>
    public async Task<JsonMap?> ReadAsync()
    {
        var line = _process.StandardOutput.ReadLineAsync();
        // A process that an Action started may hold the output open when Node itself is gone.
        if (await Task.WhenAny(line, _exited) == _exited) await Task.WhenAny(line, Task.Delay(DrainPatience));
        return line.IsCompleted && await line is { } text ? JsonMap.Parse(text) : null;
    }

    /// <summary>For a process that does not answer any more.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Another login found it lost, and has cleared it away.
        }
    }

    /// <summary>Ends the process; what it still had to say can be read until <see cref="ReadAsync"/> gives null.</summary>
    public async Task StopAsync()
    {
        try
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopPatience);
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (Exception stuck) when (stuck is OperationCanceledException or IOException)
        {
            Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        _writing.Dispose();
    }

    private static Process Launch(string program)
    {
        var start = new ProcessStartInfo(program, [Path.Combine(AppContext.BaseDirectory, "Actions", "runner.cjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        try
        {
            return Process.Start(start) ?? throw new StartException("Node.js did not start.");
        }
        catch (Win32Exception)
        {
            throw new StartException($"Node.js was not found: install version {NeededVersion} and have 'node' on the PATH.");
        }
    }

    private async Task GreetAsync()
    {
        JsonMap? greeting;
        try
        {
            greeting = await ReadAsync().WaitAsync(StartPatience);
        }
        catch (Exception failed) when (failed is TimeoutException or JsonException)
        {
            greeting = null;
        }

        if (greeting is null || !(greeting.IsTrue("ready") || greeting.ContainsKey("version")))
            throw new StartException($"Node.js did not start as expected; 'node' on the PATH must be version {NeededVersion}.");
        if (!greeting.IsTrue("ready"))
            throw new StartException($"Node.js {greeting.Text("version")} is too old: version {NeededVersion} is needed.");
    }
}
