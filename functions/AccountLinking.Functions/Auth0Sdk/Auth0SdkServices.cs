using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Functions.Auth0Sdk;

internal static class Auth0SdkServices
{
    /// <summary>Makes <c>Auth0:Client=Sdk</c> a choice. Nothing of the SDK is loaded unless it is chosen.</summary>
    public static IServiceCollection AddAuth0Sdk(this IServiceCollection services) => services.AddKeyedSingleton<IManagementApi, SdkManagementApi>(Auth0Client.Sdk);
}
