using System.Text.Encodings.Web;
using System.Text.Json;
using AccountLinking.Auth0;

namespace AccountLinking.Linking.Merging;

/// <summary>
/// The size of a profile, as JSON in UTF-8. Auth0 allows 10 KB "of the serialized representation", warns in the tenant's log above
/// that, and refuses to write what is about ten times as large:
/// https://auth0.com/docs/troubleshoot/product-lifecycle/deprecations-and-migrations/migrate-oversized-user-profiles.
/// </summary>
internal static class ProfileSize
{
    public const int Limit = 10 * 1024;

    public static bool IsTooLarge(Auth0User user) => Of(user) > Limit;

    public static int Of(Auth0User user)
    {
        using var counted = new MemoryStream();
        using (var writer = new Utf8JsonWriter(counted, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) user.Document.WriteTo(writer);
        return (int)counted.Length;
    }
}
