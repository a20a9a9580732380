using AccountLinking.Auth0;
using AccountLinking.CrmSync;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.CrmSync;

/// <summary>Whose word for a phone number counts.</summary>
public sealed class PhoneProofTests
{
    private const string Phone = "+46701740605";
    private const string Other = "+46701740606";
    private const string Listed = "freja-eid";

    private static readonly string[] Connections = [Listed];

    [Theory]
    [InlineData("", "no_number")]
    [InlineData(", \"phone_number\": \"\", \"phone_verified\": true", "no_number")]
    [InlineData(", \"phone_number\": 46701740605, \"phone_verified\": true", "no_number")]
    [InlineData(", \"phone_number\": null, \"phone_verified\": true", "no_number")]
    [InlineData(", \"user_metadata\": {\"phone_number\": \"+46701740605\", \"phone_verified\": true}", "no_number")]
    [InlineData(", \"app_metadata\": {\"phone_number\": \"+46701740605\", \"phone_verified\": true}", "no_number")]
    [InlineData(", \"phone_number\": \"+46701740605\"", "not_verified")]
    [InlineData(", \"phone_number\": \"+46701740605\", \"phone_verified\": null", "not_verified")]
    [InlineData(", \"phone_number\": \"+46701740605\", \"phone_verified\": false", "not_verified")]
    [InlineData(", \"phone_number\": \"+46701740605\", \"phone_verified\": \"true\"", "not_verified")]
    [InlineData(", \"phone_number\": \"+46701740605\", \"phone_verified\": 1", "not_verified")]
    public void A_listed_connection_proves_nothing_with(string claims, string why) => AssertNone(why, User($"oidc|{Listed}|a", claims));

    [Theory]
    [InlineData("oidc|partner-portal|mallory", null)]
    [InlineData("google-oauth2|mallory", null)]
    [InlineData("auth0|mallory", null)]
    [InlineData("oauth2|sms|mallory", "sms")]
    [InlineData("oidc|freja-eid-2|mallory", null)]
    [InlineData("oidc|Freja-eID|mallory", null)]
    public void Another_provider_that_asserts_somebody_elses_number_proves_nothing(string id, string? connection) =>
        AssertNone("connection_not_listed", User(id, Verified(Phone), connection: connection));

    [Theory]
    [InlineData("")]
    [InlineData(", \"phone_verified\": true")]
    [InlineData(", \"phone_verified\": null")]
    public void A_code_by_SMS_proves_the_number(string verified) => AssertProven(Phone, User("sms|1", $", \"phone_number\": \"{Phone}\"{verified}"));

    [Theory]
    [InlineData("false")]
    [InlineData("\"yes\"")]
    public void A_number_that_was_changed_since_the_code_is_not_proven(string verified) =>
        AssertNone("not_verified", User("sms|1", $", \"phone_number\": \"{Phone}\", \"phone_verified\": {verified}"));

    [Fact]
    public void A_listed_connection_proves_a_verified_number() => AssertProven(Phone, User($"oidc|{Listed}|a", Verified(Phone)));

    [Theory]
    [InlineData("0701740605")]
    [InlineData("46701740605")]
    [InlineData("0046701740605")]
    [InlineData("+46 70 174 06 05")]
    [InlineData("+46-70-1740605")]
    [InlineData("+46(0)701740605")]
    [InlineData("+0701740605")]
    [InlineData("+4670174060512345")]
    [InlineData("+")]
    [InlineData("++46701740605")]
    [InlineData("+46701740605 ")]
    [InlineData("+46701740605\\n")]
    [InlineData(" +46701740605")]
    [InlineData("tel:+46701740605")]
    [InlineData("+46701740605;ext=1")]
    [InlineData("+４６701740605")]
    [InlineData("+46٧01740605")]
    [InlineData("anna@example.com")]
    public void A_number_that_is_not_E164_is_none(string number)
    {
        AssertNone("not_e164", User("sms|1", $", \"phone_number\": \"{number}\""));
        AssertNone("not_e164", User($"oidc|{Listed}|a", Verified(number)));
    }

    [Theory]
    [InlineData("+12")]
    [InlineData("+123456789012345")]
    public void Every_number_of_E164_is_one(string number) => AssertProven(number, User("sms|1", $", \"phone_number\": \"{number}\""));

    [Fact]
    public void The_main_identitys_number_is_first()
    {
        AssertProven(Phone, Account("sms", Verified(Phone), ("sms", Verified(Other)), (Listed, Verified(Other))));
        AssertProven(Phone, Account(Listed, Verified(Phone), ("sms", Verified(Other))));
    }

    [Fact]
    public void Without_one_of_the_main_identity_the_only_one_of_the_others_counts()
    {
        AssertProven(Phone, Account("Username-Password-Authentication", "", ("sms", Verified(Phone)), ("google-oauth2", Verified(Other))));
        AssertProven(Phone, Account("Username-Password-Authentication", Verified(Other), ("sms", Verified(Phone))));
        AssertProven(Phone, Account("sms", $", \"phone_number\": \"{Other}\", \"phone_verified\": false", (Listed, Verified(Phone))));
        AssertProven(Phone, Account("Username-Password-Authentication", "", ("sms", Verified("0701740605")), (Listed, Verified(Phone))));
        AssertProven(Phone, Account("Username-Password-Authentication", "", ("sms", Verified(Phone)), (Listed, Verified(Phone))));
    }

    [Fact]
    public void Two_different_ones_of_the_others_are_ambiguous()
    {
        var account = Account("Username-Password-Authentication", "", ("sms", Verified(Phone)), (Listed, Verified(Other)));

        Assert.IsType<PhoneProof.Ambiguous>(PhoneProof.Of(account, Connections));
        AssertProven(Phone, account, connections: []);
    }

    [Fact]
    public void A_number_prints_masked()
    {
        var proven = Assert.IsType<PhoneProof.Proven>(PhoneProof.Of(User("sms|1", Verified(Phone)), []));

        Assert.DoesNotContain("4670", $"{proven} {proven.Number}", StringComparison.Ordinal);
    }

    /// <summary>printf %s +46701740605 | sha256sum</summary>
    [Fact]
    public void Its_hash_is_the_one_that_the_Action_makes() =>
        Assert.Equal("2ccd8a4a7c799cf7", Assert.IsType<PhoneProof.Proven>(PhoneProof.Of(User("sms|1", Verified(Phone)), [])).Number.Hash);

    private static string Verified(string number) => $", \"phone_number\": \"{number}\", \"phone_verified\": true";

    /// <summary>An account whose main identity says that at its root, with others beside it.</summary>
    private static Auth0User Account(string connection, string claims, params (string Connection, string Claims)[] others)
    {
        var identities = others.Select((other, index) => $$"""{"provider": "{{ProviderOf(other.Connection)}}", "user_id": "{{index}}", "connection": "{{other.Connection}}", "profileData": { "sub": "x"{{other.Claims}} } }""");
        return Read($$"""
            {"user_id": "{{ProviderOf(connection)}}|main"{{claims}},
             "identities": [{{string.Join(", ", identities.Prepend($$"""{"provider": "{{ProviderOf(connection)}}", "user_id": "main", "connection": "{{connection}}"}"""))}}] }
            """);
    }

    private static string ProviderOf(string connection) => connection switch { "sms" => "sms", "google-oauth2" => "google-oauth2", Database => "auth0", _ => "oidc" };

    private static void AssertProven(string number, Auth0User account, string[]? connections = null) =>
        Assert.Equal(number, Assert.IsType<PhoneProof.Proven>(PhoneProof.Of(account, connections ?? Connections)).Number.Reveal());

    private static void AssertNone(string why, Auth0User account) => Assert.Equal(new PhoneProof.None(why), PhoneProof.Of(account, Connections));
}
