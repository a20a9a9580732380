using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// Logging without Kestrel's own lines, for servers behind a <see cref="RequestGuard"/>, which logs what fails: all that Kestrel
/// has to add is how callers hang up. The service has no such guard, so there its failures must stay to be seen.
/// </summary>
public sealed class KestrelSilence(ILoggerFactory inner) : ILoggerFactory
{
    public const string Category = "Microsoft.AspNetCore.Server.Kestrel";

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(Category, StringComparison.Ordinal) ? NullLogger.Instance : inner.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose()
    {
        // The inner one belongs to whoever made it.
    }
}
