using AccountLinking.Contracts.Auth0;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Auth0;

/// <summary>The service's own client, which every host has.</summary>
public sealed class OverHttp : IClient
{
    public static string Setting => "Http";

    public static IServiceCollection AddTo(IServiceCollection services) => services;
}

public sealed class HttpReadTests(SandboxFixture fixture) : ReadContract<OverHttp>(fixture);

public sealed class HttpWriteTests(SandboxFixture fixture) : WriteContract<OverHttp>(fixture);

public sealed class HttpTokenTests(SandboxFixture fixture) : TokenContract<OverHttp>(fixture);

public sealed class HttpTroubleTests(SandboxFixture fixture) : TroubleContract<OverHttp>(fixture);
