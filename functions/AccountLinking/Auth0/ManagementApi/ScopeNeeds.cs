namespace AccountLinking.Auth0.ManagementApi;

/// <summary>What the application may do at the Management API, and nothing more.</summary>
internal static class ScopeNeeds
{
    public const string ReadUsers = "read:users";
    public const string UpdateUsers = "update:users";

    public const string InWords = $"{ReadUsers} {UpdateUsers}";

    public static IReadOnlyList<string> All { get; } = [ReadUsers, UpdateUsers];
}
