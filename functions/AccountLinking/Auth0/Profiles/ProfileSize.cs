using System.Text;
using System.Text.Json;
using AccountLinking.Auth0;

namespace AccountLinking.Auth0.Profiles;

/// <summary>
/// The size of a profile, as JSON in UTF-8 without white space. Auth0 allows 10 KB "of the serialized representation", warns in the tenant's
/// log above that, and refuses to write what is about ten times as large:
/// https://auth0.com/docs/troubleshoot/product-lifecycle/deprecations-and-migrations/migrate-oversized-user-profiles.
/// </summary>
internal static class ProfileSize
{
    public const int Limit = 10 * 1024;

    public static bool IsTooLarge(Auth0User user) => Of(user) > Limit;

    public static int Of(Auth0User user) => Of(user.Document);

    // Not by writing it: .NET's writer escapes some letters that JSON need not escape.
    private static int Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Bracketed(value.EnumerateObject().Select(property => Of(property.Name) + ":".Length + Of(property.Value))),
        JsonValueKind.Array => Bracketed(value.EnumerateArray().Select(Of)),
        JsonValueKind.String => Of(value.GetString()!),
        _ => value.GetRawText().Length,
    };

    private static int Bracketed(IEnumerable<int> parts)
    {
        var (size, count) = parts.Aggregate((Size: 0, Count: 0), (all, part) => (all.Size + part, all.Count + 1));
        return "[]".Length + size + Math.Max(0, count - 1);
    }

    private static int Of(string text) => "\"\"".Length + Encoding.UTF8.GetByteCount(text) + text.Sum(Escape);

    /// <summary>What it takes more than the letter itself.</summary>
    private static int Escape(char letter) => letter switch
    {
        '"' or '\\' or '\b' or '\f' or '\n' or '\r' or '\t' => 1,
        < ' ' => 5,
        _ => 0,
    };
}
