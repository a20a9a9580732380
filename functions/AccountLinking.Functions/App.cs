using AccountLinking.Configuration;
using AccountLinking.Functions.Auth0Sdk;
using AccountLinking.Functions.Logging;
using AccountLinking.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Functions;

internal static class App
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        // At Information ASP.NET Core prints each request's address, and a function key may stand in its query.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        if (AzureMonitor.WarningOn(builder.Configuration) is { } warning) Console.Error.WriteLine(warning);
        if (AzureMonitor.IsSet(builder.Configuration)) builder.Services.AddAzureMonitor(builder.Configuration);
        else AddConsole(builder);
        builder.Services.AddAccountLinking(builder.Configuration).AddAuth0Sdk();
        return builder;
    }

    /// <summary>What the host would drop; Azure Monitor gets all lines directly.</summary>
    private static void AddConsole(FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ILoggerProvider>(new ConsoleOutsideOfInvocations(Console.Error));
        builder.Logging.AddFilter<ConsoleOutsideOfInvocations>((category, level) => level >= LogLevel.Warning || category?.StartsWith("AccountLinking.", StringComparison.Ordinal) == true);
    }
}
