using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Functions.Auth0Sdk;

internal static class Auth0SdkServices
{
    /// <summary>Makes <c>Auth0:Client=Sdk</c> a choice. Nothing of it is made unless it is chosen; the worker looks at all types of the app, and so loads the assembly.</summary>
    public static IServiceCollection AddAuth0Sdk(this IServiceCollection services) => services.AddKeyedSingleton<IManagementApi, SdkManagementApi>(Auth0Client.Sdk);
}
