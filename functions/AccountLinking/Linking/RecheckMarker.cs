using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;

namespace AccountLinking.Linking;

/// <summary>
/// <c>app_metadata.account_linking.next_check_at</c>: until then the Action does not ask again, so that most logins cost nothing.
/// People cannot edit their <c>app_metadata</c>.
/// </summary>
internal static class RecheckMarker
{
    public const string Key = "account_linking";

    private const string NextCheckAt = "next_check_at";

    /// <summary>The index may not know the twin of a new account yet.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);
    private static readonly TimeSpan SoonAgain = TimeSpan.FromMinutes(5);

    /// <summary>The change of <c>app_metadata</c> to write; null when there is none to write.</summary>
    public static JsonObject? Change(Auth0User user, DateTimeOffset now, TimeSpan recheckAfter)
    {
        if (recheckAfter == TimeSpan.Zero) return null;
        var wait = now - user.CreatedAt < Young && SoonAgain < recheckAfter ? SoonAgain : recheckAfter;
        var current = user.AppMetadata is { } metadata ? Json.Property(metadata, Key) : null;
        if (current is { } known && IsGood(known, now, wait)) return null;
        // Auth0 replaces first-level keys whole: what else stands under ours is sent back as it was.
        var marker = current is { ValueKind: JsonValueKind.Object } existing ? JsonObject.Create(existing)!.DeepClone().AsObject() : [];
        marker[NextCheckAt] = (now + wait).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new JsonObject { [Key] = marker };
    }

    /// <summary>A marker that still holds; one further ahead than it would be set now is from before the setting was changed.</summary>
    private static bool IsGood(JsonElement marker, DateTimeOffset now, TimeSpan wait) =>
        DateTimeOffset.TryParse(Json.Text(marker, NextCheckAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var next) && next > now && next <= now + wait;
}
