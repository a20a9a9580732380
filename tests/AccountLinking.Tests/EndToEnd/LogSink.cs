using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>The service's own lines, and those of the HTTP client that it uses, with everything that a sink could read of them.</summary>
internal sealed class LogSink : ILoggerProvider, ILogger
{
    private static readonly string[] Categories = ["AccountLinking.", "System.Net.Http.", "Polly"];

    public ConcurrentQueue<string> Lines { get; } = new();

    public ConcurrentQueue<string> Events { get; } = new();

    public ILogger CreateLogger(string categoryName) =>
        Categories.Any(start => categoryName.StartsWith(start, StringComparison.Ordinal)) && !categoryName.StartsWith("AccountLinking.Sandbox", StringComparison.Ordinal)
            ? this
            : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Lines.Enqueue(Describe(state));
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Events.Enqueue(eventId.Id.ToString(CultureInfo.InvariantCulture));
        Lines.Enqueue($"{formatter(state, exception)} {Describe(state)} {exception}");
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    private static string Describe(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : $"{state}";
}
