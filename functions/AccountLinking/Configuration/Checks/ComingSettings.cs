namespace AccountLinking.Configuration.Checks;

/// <summary>
/// Settings that the documentation already names and this version does not read. They are no mistakes; without them this
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
