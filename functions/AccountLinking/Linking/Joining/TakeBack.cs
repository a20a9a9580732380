using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;

namespace AccountLinking.Linking.Joining;

/// <summary>The patch that undoes another one, as far as nobody has changed since what that one wrote. Pure.</summary>
internal static class TakeBack
{
    /// <param name="sent">What was written.</param>
    /// <param name="userMetadata">What should stand there instead; what it does not name should not stand there at all.</param>
    /// <param name="appMetadata">Likewise.</param>
    /// <param name="now">The account as it is now.</param>
    public static MetadataPatch Of(MetadataPatch sent, JsonObject userMetadata, JsonObject appMetadata, Auth0User now) =>
        new(Of(sent.UserMetadata, userMetadata, now.UserMetadata), Of(sent.AppMetadata, appMetadata, now.AppMetadata));

    private static JsonObject Of(JsonObject? sent, JsonObject should, JsonElement? now)
    {
        var current = now is { ValueKind: JsonValueKind.Object } map ? Json.ToObject(map) : [];
        JsonObject back = [];
        foreach (var (key, value) in sent ?? [])
        {
            var rest = JsonTakeBack.Of(should[key], value, current[key]);
            if (!JsonNode.DeepEquals(rest, current[key])) back[key] = rest;
        }

        return back;
    }
}
