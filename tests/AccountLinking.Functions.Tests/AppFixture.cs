using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Functions.Tests;

/// <summary>The app as <c>Program.cs</c> composes it, which no Functions host has started.</summary>
internal static class AppFixture
{
    /// <summary>Nobody listens there.</summary>
    public static readonly IReadOnlyDictionary<string, string?> GivenByTheHost = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Functions:Worker:HostEndpoint"] = "http://127.0.0.1:1",
        ["Functions:Worker:WorkerId"] = "worker",
        ["Functions:Worker:RequestId"] = "request",
        ["Functions:Worker:GrpcMaxMessageLength"] = "2147483647",
    };

    /// <param name="early">What is there before the app is composed, as the environment is.</param>
    public static IHost Build(IEnumerable<KeyValuePair<string, string?>> settings, IEnumerable<KeyValuePair<string, string?>>? early = null)
    {
        var builder = App.CreateBuilder([.. (early ?? []).Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}")]);
        builder.Configuration.AddInMemoryCollection(GivenByTheHost).AddInMemoryCollection(settings);
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        return builder.Build();
    }

    /// <summary>Behind it the sandbox's tenant and CRM.</summary>
    public static IHost Build(RunningSandbox sandbox) => Build(
        ServiceDefaults.Settings(sandbox.Tenant, sandbox.Journal).Concat(ServiceDefaults.CrmSettings(sandbox.Crm, sandbox.State.Seed.CrmApiKey)).Concat(ServiceDefaults.AppSettings(sandbox.App)));
}
