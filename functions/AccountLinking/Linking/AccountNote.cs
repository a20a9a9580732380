using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking;

/// <summary>
/// What the service notes on an account in <c>app_metadata</c>, which people cannot edit. In <c>account_linking</c>:
/// <c>next_check_at</c>, until when the Action does not ask again, so that most logins cost nothing, and <c>email_hash</c>, of the
/// verified e-mail address that the account had then: with another one the Action asks at once. Beside it, a number's fingerprint.
/// </summary>
internal static class AccountNote
{
    public const string Key = "account_linking";

    private const string NextCheckAt = "next_check_at";
    private const string EmailHash = "email_hash";

    /// <summary>Hexadecimal digits: enough to tell that an address has changed, which is all that it is for.</summary>
    private const int HashLength = 16;

    /// <summary>The index may not know the twin of a new account yet.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromHours(1);
    private static readonly TimeSpan SoonAgain = TimeSpan.FromMinutes(5);

    /// <summary>Where the note must not keep anybody from asking for long.</summary>
    public static TimeSpan Soon(TimeSpan recheckAfter) => recheckAfter < SoonAgain ? recheckAfter : SoonAgain;

    /// <summary>The change of <c>app_metadata</c> to write; null when there is none to write.</summary>
    /// <param name="user">The account as it is, or will be after the same patch.</param>
    /// <param name="fingerprint">Of the number that the sign-in has proven; null where it has proven none.</param>
    /// <param name="recheckAfter">Zero: the Action asks each time.</param>
    public static JsonObject? Change(Auth0User user, Fingerprint? fingerprint, DateTimeOffset now, TimeSpan recheckAfter)
    {
        JsonObject change = [];
        if (MarkerOf(user, now, recheckAfter) is { } marker) change[Key] = marker;
        if (fingerprint is { } known && Fingerprint.Of(user) != known) change[Fingerprint.Key] = known.ToString();
        return change.Count > 0 ? change : null;
    }

    private static JsonObject? MarkerOf(Auth0User user, DateTimeOffset now, TimeSpan recheckAfter)
    {
        if (recheckAfter == TimeSpan.Zero) return null;
        var wait = now - user.CreatedAt < Young ? Soon(recheckAfter) : recheckAfter;
        var hash = HashOfEmail(user);
        var current = user.AppMetadata is { } metadata ? Json.Property(metadata, Key) : null;
        if (current is { } known && IsGood(known, hash, now, wait)) return null;
        // Auth0 replaces first-level keys whole: what else stands under ours is sent back as it was.
        var marker = current is { ValueKind: JsonValueKind.Object } existing ? Json.ToObject(existing) : [];
        marker[NextCheckAt] = (now + wait).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (hash is null) marker.Remove(EmailHash);
        else marker[EmailHash] = hash;
        return marker;
    }

    /// <summary>A marker that still holds; one further ahead than it would be set now is from before the setting was changed.</summary>
    private static bool IsGood(JsonElement marker, string? hash, DateTimeOffset now, TimeSpan wait) =>
        DateTimeOffset.TryParse(Json.Text(marker, NextCheckAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var next) && next > now && next <= now + wait
        && Json.Text(marker, EmailHash) == hash;

    /// <summary>Of an address that counts: one that is not verified is as good as none, and is looked at once it is.</summary>
    private static string? HashOfEmail(Auth0User user) =>
        user is { IsEmailVerified: true, Email: { } email } ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(email)))[..HashLength] : null;
}
