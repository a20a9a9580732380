using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Tests.Linking;

/// <summary>Accounts and settings for the pure parts.</summary>
internal static class Accounts
{
    public const string BankId = "swedish-bankid";
    public const string Database = "Username-Password-Authentication";
    public const string Number = "196802020575";
    public const string OtherNumber = "198208273584";
    public const string Newcomer = "oidc|swedish-bankid|anna";

    public static readonly ConnectionReference SignedInOver = new(BankId, "con_swedishbankid001", "oidc");

    public static LinkingOptions Options(Action<LinkingOptions>? change = null)
    {
        var options = new LinkingOptions { Ssn = new SsnOptions { TrustedConnections = [BankId], CandidateConnections = [Database] } };
        options.Connections["Username-Password-Authentication"] = "con_usernamepassword";
        change?.Invoke(options);
        return options;
    }

    /// <summary>A key for fingerprints; the settings of <see cref="Options"/> have none.</summary>
    public const string Key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    public const string OtherKey = "YW5vdGhlci1rZXktb2YtMzItYnl0ZXMtb3ItbW9yZSE=";

    public static string FingerprintOf(string number = Number, string key = Key) =>
        FingerprintKey.TryParse(key, out var parsed) ? parsed.Of(Id(number)).ToString() : throw new ArgumentException("Not a key.", nameof(key));

    /// <summary>What the rules find in a sign-in over <see cref="SignedInOver"/>, or over another connection of the account.</summary>
    public static Evidence EvidenceOf(Auth0User user, LinkingOptions options, ConnectionReference? connection = null) =>
        LinkRules.Examine(user, connection ?? SignedInOver, options) is Examination.Applies { Evidence: var evidence } ? evidence : throw new ArgumentException("No rule applies.", nameof(user));

    public static LinkDecision Decide(Auth0User user, LinkingOptions options, params Auth0User[] found) => Decide(user, SignedInOver, options, found);

    public static LinkDecision Decide(Auth0User user, ConnectionReference connection, LinkingOptions options, params Auth0User[] found) =>
        Decider.Decide(user, connection, LinkRules.Examine(user, connection, options), found, options);

    public static MergedMetadata Merged(Auth0User primary, IEnumerable<Auth0User> secondaries, LinkingOptions? options = null) =>
        MetadataMerge.Of(primary, secondaries, (options ?? Options()).Ssn);

    public static NationalId Id(string number = Number) =>
        NationalId.TryParse(number, NationalIdFormat.Swedish, out var id) ? id : throw new ArgumentException("Not valid.", nameof(number));

    /// <summary>An account with a single identity, on the connection that its id tells.</summary>
    public static Auth0User User(string id, string more = "", string created = "2026-11-20T08:00:00.000Z", string? connection = null)
    {
        var (provider, rest) = (id.Split('|')[0], id[(id.IndexOf('|', StringComparison.Ordinal) + 1)..]);
        connection ??= provider switch { "oidc" => rest.Split('|')[0], "auth0" => Database, _ => provider };
        return Read($$"""
            {"user_id": "{{id}}", "created_at": "{{created}}",
             "identities": [{"provider": "{{provider}}", "user_id": "{{rest}}", "connection": "{{connection}}"}]{{more}} }
            """);
    }

    public static Auth0User HandMade(string id = "auth0|hand", string number = Number, string more = "", string created = "2020-01-01T00:00:00.000Z", string? connection = null) =>
        User(id, $$""", "app_metadata": {"userSocialSecurityNumber": "{{number}}"}{{more}}""", created, connection);

    /// <summary>The account with the main identity of another hanging under it.</summary>
    public static Auth0User With(Auth0User account, Auth0User secondary) => Read($$"""
        {"user_id": "{{account.Id}}", "identities": [
          {"provider": "{{account.Id.Provider}}", "user_id": "{{account.Id.IdentityId}}", "connection": "{{account.MainIdentity.Connection}}"},
          {"provider": "{{secondary.Id.Provider}}", "user_id": "{{secondary.Id.IdentityId}}", "connection": "{{secondary.MainIdentity.Connection}}"}]}
        """);

    public static Auth0User Read(string json) => Auth0User.TryRead(JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = Auth0Answer.MaxDepth })) ?? throw new ArgumentException("Not a user.", nameof(json));
}
