using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration;

/// <summary>Tells whether the process runs in Azure, by what each kind of plan puts into the environment, as the Functions host itself does.</summary>
internal static class AzureEnvironment
{
    private static readonly string[] Signs =
    [
        // App Service, Premium, and Consumption on Windows: https://learn.microsoft.com/azure/app-service/reference-app-settings.
        "WEBSITE_INSTANCE_ID",
        // Flex Consumption, and Consumption on Linux.
        "CONTAINER_NAME",
        "WEBSITE_POD_NAME",
        // Container Apps: https://learn.microsoft.com/azure/container-apps/environment-variables.
        "CONTAINER_APP_NAME",
        "MANAGED_ENVIRONMENT",
    ];

    public static bool IsPresent(IConfiguration configuration) => Signs.Any(sign => !string.IsNullOrEmpty(configuration[sign]));
}
