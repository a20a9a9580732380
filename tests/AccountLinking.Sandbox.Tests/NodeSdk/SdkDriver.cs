using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>A Node process with the SDK in it. It ends when its input closes.</summary>
public sealed class SdkDriver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonMap>> _waiting = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Process _process;
    private readonly Task _reading;
    private int _lastId;

    private SdkDriver(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _complaints.Enqueue(line.Data ?? string.Empty);
        _process.BeginErrorReadLine();
        _reading = ReadAsync();
    }

    /// <param name="trustedCertificate">A PEM file; null to trust only what Node does by itself.</param>
    public static SdkDriver Start(string? trustedCertificate)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(SdkPackages.Npm.Folder, "driver.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        // Neither a certificate nor a proxy that the surroundings have Node use, nor its switch that trusts anybody.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("NODE_", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        if (trustedCertificate is not null) start.Environment["NODE_EXTRA_CA_CERTS"] = trustedCertificate;
        return new SdkDriver(Process.Start(start)!);
    }

    /// <summary>Sends one command and waits for what the SDK returns.</summary>
    /// <exception cref="SdkException">What the SDK threw.</exception>
    public async Task<JsonElement> SendAsync(JsonMap command)
    {
        var id = Interlocked.Increment(ref _lastId);
        var waiting = _waiting[id] = new TaskCompletionSource<JsonMap>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_reading.IsCompleted) throw Ended();
        await WriteAsync(command.With("id", id).ToString());
        var answer = await waiting.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return answer.IsTrue("ok") ? answer["value"] : throw new SdkException(JsonMap.From(answer["error"]));
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
        }

        await _reading;
        _process.Dispose();
        _writing.Dispose();
    }

    private async Task WriteAsync(string line)
    {
        await _writing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonMap.Parse(line);
            if (_waiting.TryRemove(answer["id"].GetInt32(), out var waiting)) waiting.SetResult(answer);
        }

        foreach (var waiting in _waiting.Values) waiting.TrySetException(Ended());
    }

    private InvalidOperationException Ended() => new($"The Node process with the SDK has ended:\n{string.Join('\n', _complaints)}");
}
