using System.Text.Json;
using AccountLinking.Auth0;

namespace AccountLinking.CrmSync;

/// <summary>
/// The phone number that somebody has proven to be the account's: by a code that Auth0 sent, or towards a connection that is listed. What stands in
/// metadata, or what any other provider says, is none. Pure.
/// </summary>
internal abstract record PhoneProof
{
    private const string SmsProvider = "sms";

    private PhoneProof()
    {
    }

    /// <summary>That of the main identity, and only where it has none those of the others.</summary>
    /// <param name="connections">Those whose <c>phone_verified</c> is believed.</param>
    public static PhoneProof Of(Auth0User account, IReadOnlyCollection<string> connections)
    {
        if (NumberOf(account, account.MainIdentity, connections) is { } own) return new Proven(own);
        var numbers = account.Identities.Select(identity => NumberOf(account, identity, connections)).OfType<PhoneNumber>().Distinct().ToList();
        return numbers switch
        {
            [var only] => new Proven(only),
            [] => new None(WhyNone(account, connections)),
            _ => new Ambiguous(),
        };
    }

    private static PhoneNumber? NumberOf(Auth0User account, UserIdentity identity, IReadOnlyCollection<string> connections)
    {
        var claims = account.ClaimsOf(identity);
        return IsProof(identity, claims, connections) && PhoneNumber.TryParse(TextOf(claims), out var number) ? number : null;
    }

    private static bool IsProof(UserIdentity identity, JsonElement claims, IReadOnlyCollection<string> connections) => Json.Property(claims, "phone_verified") switch
    {
        { ValueKind: JsonValueKind.True } => Vouches(identity, connections),
        // A code has proven the number of such an identity, unless somebody has changed it since: Auth0 then says false.
        null or { ValueKind: JsonValueKind.Null } => identity.Provider == SmsProvider,
        _ => false,
    };

    /// <summary>Providers are Auth0's own names, which no connection can take; connections are named by whoever makes them.</summary>
    private static bool Vouches(UserIdentity identity, IReadOnlyCollection<string> connections) => identity.Provider == SmsProvider || connections.Contains(identity.Connection);

    private static string? TextOf(JsonElement claims) => Json.Text(claims, "phone_number");

    private static string WhyNone(Auth0User account, IReadOnlyCollection<string> connections)
    {
        var given = account.Identities.Where(identity => TextOf(account.ClaimsOf(identity)) is { Length: > 0 }).ToList();
        if (given.Count == 0) return "no_number";
        if (given.TrueForAll(identity => !Vouches(identity, connections))) return "connection_not_listed";
        return given.Exists(identity => IsProof(identity, account.ClaimsOf(identity), connections)) ? "not_e164" : "not_verified";
    }

    public sealed record Proven(PhoneNumber Number) : PhoneProof;

    /// <param name="Why">For whoever looks after the service; it holds nothing of the number.</param>
    public sealed record None(string Why) : PhoneProof;

    public sealed record Ambiguous : PhoneProof;
}
