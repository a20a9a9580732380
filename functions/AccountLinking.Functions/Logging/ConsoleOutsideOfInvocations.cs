using AccountLinking.Configuration;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Functions.Logging;

/// <summary>
/// The Functions host keeps what a worker logs within an invocation, and nothing else: what is said at the start, by the vault's watch or by the journal's sweep
/// would be lost. What the worker writes to standard error it does keep, line by line, and tells the level by words in it: "warn", "error" or "fail".
/// </summary>
[ProviderAlias("ConsoleOutsideOfInvocations")]
internal sealed class ConsoleOutsideOfInvocations(TextWriter output) : ILoggerProvider, ISupportExternalScope
{
    /// <summary>What the scope that the worker opens for each invocation has among its keys, by the version of its telemetry.</summary>
    public static readonly IReadOnlyList<string> InvocationIds = ["AzureFunctions_InvocationId", "faas.invocation_id"];

    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
        // Standard error is the process's.
    }

    private bool IsInInvocation()
    {
        var found = new Found();
        _scopes.ForEachScope(static (scope, found) => found.Is |= scope is IEnumerable<KeyValuePair<string, object>> values && values.Any(value => InvocationIds.Contains(value.Key)), found);
        return found.Is;
    }

    private void Write(string beginning, string text)
    {
        // In one piece, so that lines of others do not come between.
        output.Write(string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{beginning} {line.TrimEnd('\r')}\n")));
    }

    private sealed class Found
    {
        public bool Is { get; set; }
    }

    private sealed class Writer(ConsoleOutsideOfInvocations provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // What is wrong with the settings Program.cs writes in words of its own.
            if (exception is SettingsException || provider.IsInInvocation()) return;
            var beginning = $"{Word(logLevel)}: {category}[{eventId.Id}]";
            provider.Write(beginning, formatter(state, exception));
            // Without its message, which may quote what nobody is to read.
            if (exception is not null) provider.Write(beginning, $"{exception.GetType()}\n{exception.StackTrace}");
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Critical or LogLevel.Error => "error",
            LogLevel.Warning => "warn",
            _ => "info",
        };
    }
}
