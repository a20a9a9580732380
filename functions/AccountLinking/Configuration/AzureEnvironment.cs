using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration;

/// <summary>
/// Tells whether the process runs in Azure, by what each kind of plan puts into the environment. No one variable is there on all of them; the
/// host's own sign of Linux plans, CONTAINER_NAME, is also set on many a developer's machine.
/// </summary>
internal static class AzureEnvironment
{
    private static readonly string[] Signs =
    [
        // https://learn.microsoft.com/azure/app-service/reference-app-settings. The second is missing on Flex Consumption, and on Consumption on Linux.
        "WEBSITE_SITE_NAME",
        "WEBSITE_INSTANCE_ID",
        "WEBSITE_POD_NAME",
        // https://learn.microsoft.com/azure/container-apps/environment-variables.
        "CONTAINER_APP_NAME",
    ];

    public static bool IsPresent(IConfiguration configuration) => Signs.Any(sign => !string.IsNullOrEmpty(configuration[sign]));
}
