namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// Warnings and worse, on standard error. ASP.NET Core's own lines for each request are among what is left out: they print
/// query strings, which here carry national ids and e-mail addresses.
/// </summary>
public static class SandboxLogging
{
    public static ILoggerFactory Create() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        // Kestrel warns of a busy machine ("the heartbeat has been running for"), which is none of the sandbox's doing.
        .AddFilter(KestrelSilence.Category, LogLevel.Error)
        // A server that cannot start is told about in one sentence, by whoever started it.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
