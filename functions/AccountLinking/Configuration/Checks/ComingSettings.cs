namespace AccountLinking.Configuration.Checks;

/// <summary>
/// Settings that are taken already, for what is to come, and that this version does not read (docs/operations.md). They are no mistakes; without them this
/// version does less, and nothing that they would forbid.
/// </summary>
internal static class ComingSettings
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Auth0:Issuer", "Auth0:ApiAudience",
    };

    public static bool Contains(string path) => Names.Contains(path);
}
