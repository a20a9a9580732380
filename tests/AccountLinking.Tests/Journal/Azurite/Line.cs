using System.Collections.Concurrent;
using System.Net;

namespace AccountLinking.Tests.Journal.Azurite;

/// <summary>The line to storage. What was planned happens to the next requests, in turn; the others go through.</summary>
internal sealed class Line(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ConcurrentQueue<Func<Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>>> _plan = [];
    private readonly ConcurrentQueue<(string Method, Uri Address)> _requests = [];

    /// <summary>A line to nobody: each request must be planned.</summary>
    public Line()
        : this(new SocketsHttpHandler { ConnectCallback = (_, _) => throw new InvalidOperationException("A request that was not planned.") })
    {
    }

    /// <summary>The methods of all requests so far.</summary>
    public IReadOnlyList<string> Requests => [.. _requests.Select(request => request.Method)];

    /// <summary>The query of the newest request.</summary>
    public string Query => _requests.Last().Address.Query;

    public Line LosesRequest(HttpRequestError error = HttpRequestError.ResponseEnded) => Plan((_, _) => throw new HttpRequestException(error, "Lost on the way there."));

    /// <param name="meanwhile">What happens before the request is sent again.</param>
    public Line LosesAnswer(Func<Task>? meanwhile = null) => Plan(async (sendAsync, _) =>
    {
        (await sendAsync()).Dispose();
        if (meanwhile is not null) await meanwhile();
        throw new HttpRequestException(HttpRequestError.ResponseEnded, "Lost on the way back.");
    });

    public Line Hangs() => Plan(async (_, cancellation) =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        throw new InvalidOperationException();
    });

    /// <param name="meanwhile">What happens before the request is sent again.</param>
    public Line Answers(int status, string? code = null, string body = "", Func<Task>? meanwhile = null) => Plan(async (_, _) =>
    {
        if (meanwhile is not null) await meanwhile();
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        if (code is not null) answer.Headers.Add("x-ms-error-code", code);
        return answer;
    });

    public Line Times(int times)
    {
        var last = _plan.Last();
        for (; times > 1; times--) _plan.Enqueue(last);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Enqueue((request.Method.Method, request.RequestUri!));
        return _plan.TryDequeue(out var happensAsync)
            ? await happensAsync(() => base.SendAsync(request, cancellationToken), cancellationToken)
            : await base.SendAsync(request, cancellationToken);
    }

    private Line Plan(Func<Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>> happensAsync)
    {
        _plan.Enqueue(happensAsync);
        return this;
    }
}
