using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking.NationalIds;

/// <summary>
/// Where an account carries national ids: in the claims of its identities, and in its <c>app_metadata</c>, as they are or as a
/// <see cref="Fingerprint"/>. Its <c>user_metadata</c> is never read, because people edit that themselves.
/// </summary>
internal static class Numbers
{
    /// <summary>What an identity's provider asserted, as it stands there; what is absent, null or empty is left out.</summary>
    public static IEnumerable<string> Asserted(Auth0User user, UserIdentity identity, SsnOptions options) =>
        options.ClaimNames.Select(claim => Read(user.ClaimsOf(identity), claim)).OfType<string>();

    /// <summary>What the tenant's own people or programs wrote down.</summary>
    public static string? Stored(Auth0User user, SsnOptions options) => user.AppMetadata is { } metadata ? Read(metadata, options.MetadataKey) : null;

    public static bool IsStored(Auth0User user, NationalId number, SsnOptions options) =>
        NationalId.TryParse(Stored(user, options), options.Format, out var stored) && stored == number;

    /// <summary>Whether the accounts carry two different numbers among them, wherever those came from: then they are not one person's.</summary>
    public static bool Contradict(IReadOnlyCollection<Auth0User> accounts, SsnOptions options)
    {
        var numbers = accounts.SelectMany(account => All(account, options)).ToHashSet();
        var fingerprints = accounts.Select(Fingerprint.Of).OfType<Fingerprint>().ToHashSet();
        foreach (var key in options.Keys) fingerprints.UnionWith(numbers.Select(key.Of));
        // Fingerprints under different keys cannot be compared.
        return numbers.Count > 1 || fingerprints.GroupBy(fingerprint => fingerprint.KeyId, StringComparer.Ordinal).Any(sameKey => sameKey.Count() > 1);
    }

    /// <summary>Every valid number that the account carries in clear.</summary>
    private static IEnumerable<NationalId> All(Auth0User user, SsnOptions options)
    {
        foreach (var text in user.Identities.SelectMany(identity => Asserted(user, identity, options)).Append(Stored(user, options)))
        {
            if (NationalId.TryParse(text, options.Format, out var number)) yield return number;
        }
    }

    /// <summary>A value that is neither text nor a number is kept as its JSON, which no format takes.</summary>
    private static string? Read(JsonElement parent, string name) => Json.Property(parent, name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } => Json.Text(parent, name) is { Length: > 0 } text ? text : null,
        { } value => value.GetRawText(),
    };
}
