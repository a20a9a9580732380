using AccountLinking.Auth0;
using AccountLinking.Linking.Merging;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.Merging;

/// <summary>What is special about <c>app_metadata</c>, and about what Auth0 does not take. The rest is in <see cref="MergeProperties"/>.</summary>
public sealed class MetadataMergeTests
{
    [Theory]
    [InlineData("""{"a": {"b": 1, "c": [1, 2]}}""", """{"a": {"b": 2, "c": [2, 3], "d": 4}, "e": 5}""", """{"a":{"b":1,"c":[1,2,3],"d":4},"e":5}""")]
    [InlineData("""{"a": [1, 1, {"x": 1, "y": [2]}]}""", """{"a": [{"y": [2.0], "x": 1e0}, 1.0, "1", null, null]}""", """{"a":[1,1,{"x":1,"y":[2]},"1",null]}""")]
    [InlineData("""{"a": 1, "b": [1], "c": {"d": 1}}""", """{"a": [1], "b": {"d": 1}, "c": 1}""", """{"a":1,"b":[1],"c":{"d":1}}""")]
    [InlineData("""{"a": null, "b": {"c": null}}""", """{"a": 1, "b": {"c": {"d": null}}}""", """{"a":1,"b":{"c":{"d":null}}}""")]
    [InlineData("""{"a": 1, "b": {"c": 1}}""", """{"a": null, "b": {"c": null}, "d": null, "e": {"f": null}}""", """{"a":1,"b":{"c":1},"e":{"f":null}}""")]
    [InlineData("""{"a": false, "b": 0, "c": "", "d": [], "e": {}}""", """{"a": true, "b": 1, "c": "x", "d": [1], "e": {"f": 1}}""", """{"a":false,"b":0,"c":"","d":[1],"e":{"f":1}}""")]
    public void The_primary_wins_and_nothing_else_is_lost(string primary, string secondary, string merged) =>
        Assert.Equal(merged, Merged(WithUser(primary), [WithUser(secondary)]).UserMetadata.ToJsonString());

    [Theory]
    [InlineData("""{"a": 1, "b": {"c": 1, "d": 2}, "e": [1]}""", """{"b": {"c": 9, "f": 3}, "e": [1], "g": 1}""", """{"b":{"c":1,"d":2,"f":3},"g":1}""")]
    [InlineData("""{"a": 1}""", """{"a": 2}""", null)]
    [InlineData("""{"a": 1}""", "{}", null)]
    [InlineData("{}", "{}", null)]
    [InlineData("{}", """{"a": null}""", null)]
    [InlineData("{}", """{"a": {}}""", """{"a":{}}""")]
    public void The_patch_has_the_keys_that_change_whole_and_is_none_where_there_is_none(string primary, string secondary, string? patch) =>
        Assert.Equal(patch, Merged(WithUser(primary), [WithUser(secondary)]).Patch.UserMetadata?.ToJsonString());

    [Fact]
    public void Accounts_without_any_metadata_have_none_together()
    {
        var merged = Merged(User(Newcomer), [User("auth0|x"), WithUser("null")]);

        Assert.True(merged.Patch.IsEmpty);
        Assert.Equal((0, 0, true), (merged.UserMetadata.Count, merged.AppMetadata.Count, merged.NotCopied.IsNothing));
    }

    [Fact]
    public void Of_several_accounts_the_first_gives_way_to_none_but_the_primary() => Assert.Equal(
        """{"a":1,"list":[1,2,3],"b":2,"c":3}""",
        Merged(
            WithUser("""{"a": 1, "list": [1]}"""), [WithUser("""{"a": 2, "b": 2, "list": [2]}"""), WithUser("""{"a": 3, "b": 3, "c": 3, "list": [1, 3]}""")]).UserMetadata.ToJsonString());

    [Theory]
    [MemberData(nameof(ReservedKeys.InAppMetadata), MemberType = typeof(ReservedKeys))]
    public void A_reserved_key_of_app_metadata_is_not_copied_and_told(string key)
    {
        var merged = Merged(WithApp("{}"), [WithApp($$"""{"{{key}}": true, "a": {"{{key}}": 1} }""")]);

        Assert.Equal($$$"""{"a":{"{{{key}}}":1}}""", merged.Patch.AppMetadata?.ToJsonString());
        Assert.Equal([key], merged.NotCopied.Reserved);
        Assert.Equal(0, merged.NotCopied.Unstorable);
        Assert.True(Merged(WithUser("{}"), [WithUser($$"""{"{{key}}": true}""")]).UserMetadata.ContainsKey(key));
    }

    [Fact]
    public void Keys_that_Auth0_does_not_take_are_left_out_however_deep_they_stand_and_counted()
    {
        const string Secondary = """{"a.b": 1, "$c": 1, "d": {"e.f": 1, "g": [{"h$": 1, "i": 2}, 3]}, "j": "x.$y"}""";

        var merged = Merged(WithUser("{}"), [WithUser(Secondary)]);

        Assert.Equal("""{"d":{"g":[{"i":2},3]},"j":"x.$y"}""", merged.Patch.UserMetadata?.ToJsonString());
        Assert.Equal(4, merged.NotCopied.Unstorable);
        Assert.Empty(merged.NotCopied.Reserved);
        Assert.Equal(4, Merged(WithApp("{}"), [WithApp(Secondary)]).NotCopied.Unstorable);
    }

    [Fact]
    public void What_the_primary_has_under_such_a_key_stays_and_is_not_sent_again()
    {
        var merged = Merged(WithUser("""{"a.b": 1, "c": {"d.e": 1, "f": 1}}"""), [WithUser("""{"c": {"g": 1}, "h": 1}""")]);

        Assert.Equal("""{"h":1}""", merged.Patch.UserMetadata?.ToJsonString());
        Assert.Equal("""{"a.b":1,"c":{"d.e":1,"f":1},"h":1}""", merged.UserMetadata.ToJsonString());
        Assert.Equal(1, merged.NotCopied.Unstorable);
    }

    [Theory]
    [InlineData("account_linking", """{"next_check_at": "2026-11-20T08:00:00Z", "email_hash": "x"}""")]
    [InlineData("crm_sync", """{"external_user_id": "C-1"}""")]
    [InlineData("ssn_fingerprint", "\"theirs\"")]
    public void The_services_own_keys_stay_those_of_the_primary(string key, string value)
    {
        var merged = Merged(WithApp($$"""{"{{key}}": "ours"}"""), [WithApp($$"""{"{{key}}": {{value}} }""")]);

        Assert.True(merged.Patch.IsEmpty);
        Assert.Equal($$"""{"{{key}}":"ours"}""", merged.AppMetadata.ToJsonString());
        Assert.True(merged.NotCopied.IsNothing);
        Assert.True(Merged(WithApp("{}"), [WithApp($$"""{"{{key}}": {{value}} }""")]).Patch.IsEmpty);
    }

    [Fact]
    public void The_primarys_record_of_the_CRM_stands_and_the_secondarys_goes_with_its_copied_fields()
    {
        const string Record = """{"external_user_id": "C-2", "keys": ["externalUserId", "lastUpdate", "segment"], "claims": []}""";
        var secondary = User("auth0|x", $$""", "user_metadata": {"externalUserId": "C-2", "lastUpdate": "t2", "segment": "young", "theme": "dark"}, "app_metadata": {"crm_sync": {{Record}}, "plan": "gold"}""");
        var primary = User(Newcomer, """, "user_metadata": {"externalUserId": "C-1", "lastUpdate": "t1", "language": "sv"}, "app_metadata": {"crm_sync": {"external_user_id": "C-1", "keys": ["externalUserId", "lastUpdate"]}}""");

        var merged = Merged(primary, [secondary]);
        Assert.Equal("""{"externalUserId":"C-1","lastUpdate":"t1","language":"sv","theme":"dark"}""", merged.UserMetadata.ToJsonString());
        Assert.Equal("""{"crm_sync":{"external_user_id":"C-1","keys":["externalUserId","lastUpdate"]},"plan":"gold"}""", merged.AppMetadata.ToJsonString());
        Assert.Equal("""{"theme":"dark"}{"plan":"gold"}""", $"{merged.Patch.UserMetadata?.ToJsonString()}{merged.Patch.AppMetadata?.ToJsonString()}");

        // Also where the primary has none: what the CRM says of the account that there is then, the next sync asks.
        merged = Merged(User(Newcomer), [secondary]);
        Assert.Equal("""{"theme":"dark"}{"plan":"gold"}""", merged.UserMetadata.ToJsonString() + merged.AppMetadata.ToJsonString());
    }

    [Fact]
    public void Nothing_is_mixed_into_the_primarys_copy()
    {
        var primary = User(Newcomer, """, "user_metadata": {"address": {"city": "Umeå"}, "topics": [1]}, "app_metadata": {"crm_sync": {"keys": ["address"]}}""");

        var merged = Merged(primary, [WithUser("""{"address": {"street": "own"}, "topics": [2]}""")]);

        Assert.Equal("""{"topics":[1,2]}""", merged.Patch.UserMetadata?.ToJsonString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"garbage\"")]
    [InlineData("""{"keys": "theme"}""")]
    [InlineData("""{"keys": [null, 7, {"theme": 1}]}""")]
    public void A_record_that_names_no_keys_has_no_copy(string record) => Assert.Equal(
        """{"theme":"dark"}""",
        Merged(User(Newcomer), [User("auth0|x", $$""", "user_metadata": {"theme": "dark"}, "app_metadata": {"crm_sync": {{record}}}""")]).UserMetadata.ToJsonString());

    [Fact]
    public void A_fingerprint_is_taken_along_where_the_primary_has_none()
    {
        var secondary = WithApp($$"""{"ssn_fingerprint": "{{FingerprintOf()}}"}""");

        Assert.Equal($$"""{"ssn_fingerprint":"{{FingerprintOf()}}"}""", Merged(WithApp("{}"), [WithApp("{}"), secondary]).Patch.AppMetadata?.ToJsonString());
        Assert.True(Merged(WithApp($$"""{"ssn_fingerprint": "{{FingerprintOf(key: OtherKey)}}"}"""), [secondary]).Patch.IsEmpty);
    }

    [Fact]
    public void A_number_of_an_account_that_nobody_vouches_for_is_not_taken_along_and_told()
    {
        var metadata = $$""", "app_metadata": {"userSocialSecurityNumber": "{{Number}}", "ssn_fingerprint": "{{FingerprintOf()}}", "plan": "gold"}""";

        var merged = Merged(User(Newcomer), [User("google-oauth2|x", metadata)]);

        Assert.Equal("""{"plan":"gold"}""", merged.Patch.AppMetadata?.ToJsonString());
        Assert.Equal((1, false), (merged.NotCopied.Numbers, merged.NotCopied.IsNothing));
        Assert.Equal(3, Merged(User("google-oauth2|x"), [User(Newcomer, metadata)]).Patch.AppMetadata?.Count);
    }

    [Theory]
    [InlineData("""{"next_check_at": "t", "never": ["a|1"]}""", """{"next_check_at": "u", "never": ["b|2", "a|1"]}""", """{"next_check_at":"t","never":["a|1","b|2"]}""")]
    [InlineData("""{"next_check_at": "t"}""", """{"never": ["b|2", "b|2"]}""", """{"next_check_at":"t","never":["b|2"]}""")]
    [InlineData("\"garbage\"", """{"never": ["b|2"]}""", """{"never":["b|2"]}""")]
    [InlineData("""{"never": ["a|1"]}""", """{"never": ["a|1"]}""", null)]
    [InlineData("""{"never": ["a|1"]}""", """{"never": "b|2"}""", null)]
    public void Who_was_separated_from_either_is_separated_from_both(string ours, string theirs, string? marker)
    {
        var merged = Merged(WithApp($$"""{"account_linking": {{ours}} }"""), [WithApp($$"""{"account_linking": {{theirs}} }""")]);

        Assert.Equal(marker, merged.Patch.AppMetadata?["account_linking"]?.ToJsonString());
    }

    /// <summary>If they were compared each with each, it would take minutes.</summary>
    [Fact]
    public async Task Many_elements_that_look_alike_are_told_apart()
    {
        var many = string.Join(',', Enumerable.Range(0, 40_000).Select(number => $$"""{"n":{{number}}}"""));
        var more = string.Join(',', Enumerable.Range(20_000, 40_000).Select(number => $$"""{"n":{{number}}.0}"""));

        var merged = await Task.Run(() => Merged(WithUser($$"""{"a": [{{many}}]}"""), [WithUser($$"""{"a": [{{more}}]}""")]), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(60_000, merged.UserMetadata["a"]!.AsArray().Count);
    }

    private static Auth0User WithUser(string metadata) => User(Newcomer, $$""", "user_metadata": {{metadata}}""");

    private static Auth0User WithApp(string metadata) => User(Newcomer, $$""", "app_metadata": {{metadata}}""");
}
