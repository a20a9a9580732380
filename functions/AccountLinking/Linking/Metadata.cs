using System.Text.Json;
using AccountLinking.Auth0;

namespace AccountLinking.Linking;

internal static class Metadata
{
    /// <summary>Whether the account carries metadata that somebody else than this service gave it.</summary>
    public static bool IsPresent(Auth0User user) =>
        Keys(user.UserMetadata).Any() || Keys(user.AppMetadata).Any(key => key != RecheckMarker.Key);

    private static IEnumerable<string> Keys(JsonElement? metadata) =>
        metadata is { ValueKind: JsonValueKind.Object } map ? map.EnumerateObject().Select(property => property.Name) : [];
}
