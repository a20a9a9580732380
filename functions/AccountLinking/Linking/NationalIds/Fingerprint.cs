using AccountLinking.Auth0;

namespace AccountLinking.Linking.NationalIds;

/// <summary>
/// What this service remembers of a number, in <c>app_metadata</c>: its HMAC-SHA256 under a secret key, after eight digits that
/// name the key. Two eID accounts find each other by it, because what an identity provider asserts cannot be searched for; and
/// under another key it is neither the same number nor another one.
/// </summary>
/// <param name="KeyId">Of <see cref="FingerprintKey"/>.</param>
/// <param name="Mac">64 hexadecimal digits.</param>
internal readonly record struct Fingerprint(string KeyId, string Mac)
{
    /// <summary>The key of <c>app_metadata</c>.</summary>
    public const string Key = "ssn_fingerprint";

    public const int KeyIdLength = 8;

    private const int Length = KeyIdLength + 64;

    /// <summary>Null: the account has none, or something that is none.</summary>
    public static Fingerprint? Of(Auth0User user) =>
        user.AppMetadata is { } metadata && Json.Text(metadata, Key) is { Length: Length } text && text.All(char.IsAsciiHexDigitLower)
            ? new Fingerprint(text[..KeyIdLength], text[KeyIdLength..])
            : null;

    /// <summary>One word, so that no search engine can cut it up.</summary>
    public override string ToString() => KeyId + Mac;
}
