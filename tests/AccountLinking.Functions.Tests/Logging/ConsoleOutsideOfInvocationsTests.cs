using AccountLinking.Functions.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Functions.Tests.Logging;

/// <summary>What the Functions host would otherwise lose.</summary>
public sealed partial class ConsoleOutsideOfInvocationsTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly ILoggerFactory _logging;

    public ConsoleOutsideOfInvocationsTests() => _logging = LoggerFactory.Create(logging => logging.Services.AddSingleton<ILoggerProvider>(new ConsoleOutsideOfInvocations(_output)));

    private ILogger Logger => _logging.CreateLogger("AccountLinking.Some");

    [Fact]
    public void Has_a_line_for_each_that_the_host_gives_the_right_level()
    {
        Log.Told(Logger, "one");
        Log.Warned(Logger, "one\ntwo");
        Log.Failed(Logger, new InvalidOperationException("personal"));

        Assert.Equal(
            """
            info: AccountLinking.Some[1] Told one
            warn: AccountLinking.Some[2] Warned one
            warn: AccountLinking.Some[2] two
            error: AccountLinking.Some[3] It broke
            error: AccountLinking.Some[3] System.InvalidOperationException

            """,
            _output.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>The worker's own words, in which it tells the host what belongs to an invocation.</summary>
    [Theory]
    [InlineData("AzureFunctions_InvocationId")]
    [InlineData("faas.invocation_id")]
    public void Is_silent_within_an_invocation_whose_lines_the_host_keeps(string key)
    {
        using (Logger.BeginScope(new Dictionary<string, object> { [key] = "1" }))
        using (Logger.BeginScope(new Dictionary<string, object> { ["WebhookId"] = "2" }))
        {
            Log.Told(Logger, "one");
        }

        Assert.Empty(_output.ToString());
    }

    [Fact]
    public void Speaks_within_other_scopes()
    {
        using (Logger.BeginScope("a sweep")) Log.Told(Logger, "one");

        Assert.NotEmpty(_output.ToString());
    }

    public void Dispose()
    {
        _logging.Dispose();
        _output.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Told {What}")]
        public static partial void Told(ILogger logger, string what);

        [LoggerMessage(2, LogLevel.Warning, "Warned {What}")]
        public static partial void Warned(ILogger logger, string what);

        [LoggerMessage(3, LogLevel.Error, "It broke")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
