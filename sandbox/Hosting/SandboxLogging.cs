namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// Warnings and worse, on standard error. ASP.NET Core's own lines for each request are among what is left out: they print
/// query strings, which here carry national ids and e-mail addresses.
/// </summary>
public static class SandboxLogging
{
    public static ILoggerFactory Create() => LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Warning)
        // Kestrel tells of busy machines and of callers that hang up; failures of the sandbox are logged by RequestGuard.
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None)
        // A server that cannot start is told about in one sentence, by whoever started it.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
}
