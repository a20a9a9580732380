using System.Collections.Concurrent;
using System.Text;
using AccountLinking.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A CRM that notes what it is asked and answers in bytes, where the sandbox's own answers only as a CRM does.</summary>
internal sealed class CrmDouble : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    private CrmDouble(LoopbackServer server, ConcurrentQueue<Question> questions) => (_server, Questions) = (server, questions);

    public ConcurrentQueue<Question> Questions { get; }

    public string Address => $"http://127.0.0.1:{_server.Ports[0]}/";

    /// <param name="answer">By how many questions there were before, and the question.</param>
    public static Task<CrmDouble> StartAsync(Func<int, Question, (int Status, string Body)> answer) => StartAsync((number, question, context) =>
    {
        var (status, body) = answer(number, question);
        context.Response.StatusCode = status;
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    });

    public static async Task<CrmDouble> StartAsync(Func<int, Question, HttpContext, Task> answerAsync)
    {
        ConcurrentQueue<Question> questions = new();
        var asked = 0;
        var server = await LoopbackServer.StartAsync("CRM", [new ListenPort(0, "--crm-port")], NullLoggerFactory.Instance, app => app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var question = new Question(context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Headers["x-api-key"].ToString(), context.Request.ContentType, await reader.ReadToEndAsync());
            questions.Enqueue(question);
            var number = Interlocked.Increment(ref asked) - 1;
            await answerAsync(number, question, context);
        }));
        return new CrmDouble(server, questions);
    }

    /// <summary>Until it has been asked so often.</summary>
    public async Task IsAskedAsync(int times)
    {
        while (Questions.Count < times) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal sealed record Question(string Method, string Target, string Key, string? ContentType, string Body);
}
