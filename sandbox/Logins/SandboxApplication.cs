namespace AccountLinking.Sandbox.Logins;

/// <summary>The application that people of the sandbox sign in to: the audience of their ID tokens.</summary>
public static class SandboxApplication
{
    public const string ClientId = "sandbox-app";
    public const string Name = "Sandbox application";

    public static readonly IReadOnlyList<string> Scopes = ["openid", "profile", "email"];
}
