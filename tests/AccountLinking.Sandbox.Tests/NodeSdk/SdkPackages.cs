namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>Auth0's Node SDK from npm.</summary>
public static class SdkPackages
{
    public const string Name = "Auth0's Node SDK";

    public static NpmPackages Npm { get; } = new(Name, "AccountLinking.Sandbox.Tests", "NodeSdk");
}
