using AccountLinking.Contracts.Auth0;
using AccountLinking.Functions.Auth0Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Functions.Tests.Auth0Sdk;

/// <summary>Auth0's SDK, held to what the service's own client is held to.</summary>
public sealed class OverSdk : IClient
{
    public static string Setting => "Sdk";

    public static IServiceCollection AddTo(IServiceCollection services) => services.AddAuth0Sdk();
}

public sealed class SdkReadTests(SandboxFixture fixture) : ReadContract<OverSdk>(fixture);

public sealed class SdkWriteTests(SandboxFixture fixture) : WriteContract<OverSdk>(fixture);

public sealed class SdkTokenTests(SandboxFixture fixture) : TokenContract<OverSdk>(fixture);

public sealed class SdkTroubleTests(SandboxFixture fixture) : TroubleContract<OverSdk>(fixture);
