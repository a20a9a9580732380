using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.Telemetry;

/// <summary>
/// Every line that is logged, with all that a sink could have of it: the text, the values, the exception, and what the scopes around it hold at that moment. At all levels
/// of the service, the sandbox and what they send requests with; of everything else from warnings on, as the sandbox's console and the Functions app have it.
/// </summary>
internal sealed class Overheard : ILoggerProvider, ISupportExternalScope
{
    private static readonly string[] AtAllLevels = ["AccountLinking.", "System.Net.Http", "Polly", "Azure"];

    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) =>
        new Writer(this, categoryName, Array.Exists(AtAllLevels, start => categoryName.StartsWith(start, StringComparison.Ordinal)) ? LogLevel.Trace : LogLevel.Warning);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // Nothing is held.
    }

    private static string Describe(object? state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : $"{state}";

    private sealed class Writer(Overheard heard, string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var scopes = new List<string>();
            heard._scopes.ForEachScope(static (scope, all) => all.Add(Describe(scope)), scopes);
            heard.Lines.Enqueue($"{category}[{eventId.Id} {eventId.Name}] {formatter(state, exception)} | {Describe(state)} | {exception} | {string.Join(" ; ", scopes)}");
        }
    }
}
