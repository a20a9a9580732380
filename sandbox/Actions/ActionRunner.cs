using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Actions;

/// <summary>Runs the Action file in Node, any number of logins at once; if the process is lost, the next login starts another.</summary>
public sealed class ActionRunner : IAsyncDisposable
{
    /// <summary>Past the Action's own limit the process itself does not answer any more.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Each runs in a thread of its own; the others wait here, where no time limit counts.</summary>
    private const int MostAtOnce = 32;

    private static readonly ActionResult Lost = ActionResult.Failed("The process that runs Actions was lost; the next login starts another.");

    private readonly string _program;
    private readonly string _file;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<ActionResult>> _running = new(StringComparer.Ordinal);
    private NodeProcess? _node;
    private Task _reading = Task.CompletedTask;
    private long _lastId;

    private ActionRunner(string program, string file, TimeSpan timeout) => (_program, _file, _timeout) = (program, file, timeout);

    /// <param name="program">The Node.js program.</param>
    /// <param name="file">The Action, one CommonJS file.</param>
    /// <param name="timeout">Auth0 gives the trigger twenty seconds.</param>
    /// <exception cref="StartException">Node or the Action is not usable.</exception>
    public static async Task<ActionRunner> StartAsync(string program, string file, TimeSpan timeout)
    {
        var runner = new ActionRunner(program, Path.GetFullPath(file), timeout);
        try
        {
            var check = await runner.RunAsync(new ActionRequest(JsonMap.Empty, new Dictionary<string, string>(), JsonMap.Empty), checkOnly: true);
            return check.Error is null ? runner : throw new StartException($"The Action {file} cannot be loaded: {check.Error}");
        }
        catch
        {
            await runner.DisposeAsync();
            throw;
        }
    }

    public async Task<ActionResult> RunAsync(ActionRequest request)
    {
        await _places.WaitAsync();
        try
        {
            return await RunAsync(request, checkOnly: false);
        }
        catch (StartException lost)
        {
            return ActionResult.Failed(lost.Message);
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Its output is read to the end first: closing it under the reader would fail the reader.
        if (_node is { } node) await node.StopAsync();
        await _reading;
        if (_node is not null) await _node.DisposeAsync();
        _starting.Dispose();
        _places.Dispose();
    }

    private async Task<ActionResult> RunAsync(ActionRequest request, bool checkOnly)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<ActionResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var node = await NodeAsync();
        _running[id] = answer;
        try
        {
            await node.WriteAsync(Message(id, request, checkOnly));
            return await answer.Task.WaitAsync(_timeout + Grace);
        }
        catch (TimeoutException)
        {
            node.Kill();
            return Lost;
        }
        catch (Exception lost) when (lost is IOException or InvalidOperationException)
        {
            return Lost;
        }
        finally
        {
            _running.TryRemove(id, out _);
        }
    }

    private async Task<NodeProcess> NodeAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_node is { } running && !_reading.IsCompleted) return running;
            // Forgotten before the attempt, which may fail: the next login then makes another.
            if (Interlocked.Exchange(ref _node, null) is { } lost) await lost.DisposeAsync();
            var node = await NodeProcess.StartAsync(_program);
            _reading = ReadAllAsync(node);
            return _node = node;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task ReadAllAsync(NodeProcess node)
    {
        try
        {
            while (await node.ReadAsync() is { } message)
            {
                var fields = new JsonFields(message);
                if (_running.TryRemove(fields.RequiredText("id"), out var answer)) answer.TrySetResult(Result(fields));
            }
        }
        catch (Exception noise) when (noise is JsonException or FieldException)
        {
            // Something in the Action wrote past its own streams: from here on nothing that is read can be relied on.
            node.Kill();
        }
        catch (Exception ended) when (ended is IOException or InvalidOperationException)
        {
            // The process was ended under the reader.
        }

        foreach (var (id, answer) in _running)
        {
            if (_running.TryRemove(id, out _)) answer.TrySetResult(Lost);
        }
    }

    private static ActionResult Result(JsonFields message) => ActionResult.Parse(message.RequiredText("result"), message.OptionalTexts("logs"));

    private ReadOnlyMemory<byte> Message(string id, ActionRequest request, bool checkOnly) => JsonValue.ToUtf8(JsonMap.Empty
        .With("id", id)
        .With("file", _file)
        .With("timeoutMs", (long)_timeout.TotalMilliseconds)
        .With("checkOnly", checkOnly)
        .With("event", request.Event.ToElement())
        .With("secrets", JsonValue.From(request.Secrets))
        .With("cache", request.Cache.ToElement())
        .WriteTo);
}
