namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// On standard error: what the service says, and warnings and worse of everything else. ASP.NET Core's own lines for each request are among what is left out: they print
/// query strings, which here carry national ids and e-mail addresses.
/// </summary>
public static class SandboxLogging
{
    /// <param name="service">The least that the service has to say to be heard.</param>
    public static ILoggerFactory Create(LogLevel service) => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        .AddFilter("AccountLinking", service)
        .AddFilter("AccountLinking.Sandbox", LogLevel.Warning)
        // Kestrel warns of a busy machine ("the heartbeat has been running for"), which is none of the sandbox's doing.
        .AddFilter(KestrelSilence.Category, LogLevel.Error)
        // A server that cannot start is told about in one sentence, by whoever started it.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
