using System.Collections.Concurrent;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// What the service answered, oldest first. The Action keeps it to itself, and the demo shows it. The last thousand are kept.
/// </summary>
public sealed class ServiceAnswers
{
    private const int Capacity = 1000;

    private readonly ConcurrentQueue<ServiceAnswer> _answers = new();
    private readonly ConcurrentDictionary<TaskCompletionSource, bool> _underWay = new();

    public void Clear() => _answers.Clear();

    public IReadOnlyList<ServiceAnswer> All => [.. _answers];

    /// <summary>Whatever the service was asked until now is answered, also what nobody waits for any more: it finishes what it began when its caller hangs up.</summary>
    public Task UntilIdleAsync() => Task.WhenAll(_underWay.Keys.Select(request => request.Task));

    public async Task ListenAsync(HttpContext context, RequestDelegate next)
    {
        var underWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _underWay.TryAdd(underWay, true);
        try
        {
            await RecordAsync(context, next);
        }
        finally
        {
            _underWay.TryRemove(underWay, out _);
            underWay.SetResult();
        }
    }

    private async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        var answer = context.Response.Body;
        using var copy = new MemoryStream();
        context.Response.Body = copy;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = answer;
        }

        var text = System.Text.Encoding.UTF8.GetString(copy.ToArray());
        var headers = string.Concat(context.Response.Headers.Select(header => $"{header.Key}: {header.Value}\n"));
        _answers.Enqueue(new ServiceAnswer(context.Response.StatusCode, Parse(text), headers + text));
        while (_answers.Count > Capacity) _answers.TryDequeue(out _);
        copy.Position = 0;
        await copy.CopyToAsync(answer);
    }

    private static JsonMap Parse(string body)
    {
        try
        {
            return JsonMap.Parse(body);
        }
        catch (JsonException)
        {
            return JsonMap.Empty;
        }
    }
}
