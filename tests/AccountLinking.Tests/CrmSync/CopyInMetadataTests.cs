using AccountLinking.Auth0;
using AccountLinking.CrmSync;
using static AccountLinking.Tests.CrmSync.CrmTestData;

namespace AccountLinking.Tests.CrmSync;

/// <summary>The copy in <c>user_metadata</c>: what is written, what stays the person's own, and what counts as tampered with.</summary>
public sealed class CopyInMetadataTests
{
    private const string Fields1 = """{"externalUserId": "C-1", "name": "Doris", "segment": "private", "address": {"city": "Umeå", "lines": [1, 2.5]}}""";
    private const string Time1 = "2026-11-20T12:00:00Z";

    [Fact]
    public void The_first_copy_has_all_fields_and_the_time()
    {
        var laid = Lay(Customer("""{"theme": "dark"}"""), """{"externalUserId": "C-1", "name": "Doris"}""");

        Assert.Equal($$"""{"externalUserId":"C-1","name":"Doris","lastUpdate":"{{Time1}}"}""", laid.Patch.UserMetadata?.ToJsonString());
        Assert.Equal(["externalUserId", "lastUpdate", "name"], laid.Record.Keys);
        Assert.Equal(("C-1", 0, Noon, Noon.AddHours(12)), (laid.Record.ExternalUserId, laid.Kept, laid.Record.LastUpdate, laid.Record.ValidUntil));
        Assert.Equal(["crm_sync"], laid.Patch.AppMetadata!.Select(change => change.Key));
    }

    [Fact]
    public void Only_keys_that_change_are_written()
    {
        var yesterday = Synced(Customer("""{"theme": "dark"}"""), Fields1);

        var laid = Lay(yesterday, Fields1.Replace("private", "business", StringComparison.Ordinal), Noon.AddDays(1));

        Assert.Equal("""{"segment":"business","lastUpdate":"2026-11-21T12:00:00Z"}""", laid.Patch.UserMetadata?.ToJsonString());
    }

    [Fact]
    public void Fields_that_vanish_from_the_CRM_vanish_and_a_persons_own_keys_never_do()
    {
        var yesterday = Synced(Customer("""{"theme": "dark", "nickname": "D"}"""), Fields1);

        var laid = Lay(yesterday, """{"externalUserId": "C-1"}""", Noon.AddDays(1));

        Assert.Equal("""{"theme":"dark","nickname":"D","externalUserId":"C-1","lastUpdate":"2026-11-21T12:00:00Z"}""", laid.UserMetadata.ToJsonString());
        Assert.Equal("""{"address":null,"lastUpdate":"2026-11-21T12:00:00Z","name":null,"segment":null}""", Sorted(laid.Patch.UserMetadata!));
        Assert.Equal(["externalUserId", "lastUpdate"], laid.Record.Keys);
    }

    [Fact]
    public void Not_found_removes_yesterdays_copy_and_claims()
    {
        var yesterday = Synced(Customer("""{"theme": "dark"}"""), Fields1);

        var laid = Lay(yesterday, fields: null, Noon.AddDays(1));

        Assert.Equal("""{"theme":"dark"}""", laid.UserMetadata.ToJsonString());
        Assert.Equal((null, 0, 0, false), (laid.Record.ExternalUserId, laid.Record.Claims.Count, laid.Record.Keys.Count, laid.Record.IsFound));
    }

    [Fact]
    public void Not_found_from_the_beginning_leaves_user_metadata_alone()
    {
        var laid = Lay(Customer("""{"theme": "dark"}"""), fields: null);

        Assert.Null(laid.Patch.UserMetadata);
        Assert.Equal("2026-11-21T00:00:00Z", laid.Patch.AppMetadata!["crm_sync"]!["valid_until"]!.GetValue<string>());
    }

    [Fact]
    public void A_key_of_the_persons_own_is_kept_and_counted_and_the_claim_is_the_CRMs()
    {
        var laid = Lay(Customer("""{"segment": "mine", "name": "Dolly", "address": null}"""), Fields1);

        Assert.Equal("mine Dolly", $"{laid.UserMetadata["segment"]} {laid.UserMetadata["name"]}");
        Assert.Equal(3, laid.Kept);
        Assert.Equal(["externalUserId", "lastUpdate"], laid.Record.Keys);
        Assert.Equal("private", laid.Record.Claims[0].Value["segment"]!.GetValue<string>());
        Assert.Equal("Doris", laid.Record.Claims[1].Value.GetValue<string>());
    }

    [Fact]
    public void A_key_of_the_persons_own_with_the_CRMs_value_stays_his_when_the_CRM_drops_it()
    {
        var first = Lay(Customer("""{"segment": "private"}"""), Fields1);
        Assert.Equal(0, first.Kept);
        Assert.DoesNotContain("segment", first.Record.Keys);

        var second = Lay(Written(Customer("""{"segment": "private"}"""), first), """{"externalUserId": "C-1"}""", Noon.AddDays(1));

        Assert.Equal("private", second.UserMetadata["segment"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"externalUserId": "C-999", "lastUpdate": "2099-01-01T00:00:00Z", "theme": "dark"}""")]
    [InlineData("""{"externalUserId": {"a": 1}, "lastUpdate": 7, "theme": "dark"}""")]
    [InlineData("""{"externalUserId": null, "theme": "dark"}""")]
    public void An_id_and_a_date_that_were_there_before_the_first_sync_give_way(string forged)
    {
        Assert.Equal($$"""{"externalUserId":"C-1","lastUpdate":"{{Time1}}","theme":"dark"}""", Sorted(Lay(Customer(forged), """{"externalUserId": "C-1"}""").UserMetadata));
        Assert.Equal("""{"theme":"dark"}""", Sorted(Lay(Customer(forged), fields: null).UserMetadata));
        Assert.InRange(Lay(Customer(forged), """{"externalUserId": "C-1"}""").Replaced, 1, 2);
        Assert.Equal($$"""{"lastUpdate":"{{Time1}}","segment":"private","theme":"dark"}""", Sorted(Lay(Customer(forged), """{"segment": "private"}""").UserMetadata));
    }

    [Fact]
    public void A_date_of_somebody_who_never_was_a_customer_stays_his()
    {
        var first = Lay(Customer("""{"lastUpdate": "mine"}"""), fields: null);
        Assert.Null(first.Patch.UserMetadata);
        var account = Written(Customer("""{"lastUpdate": "mine"}"""), first);

        Assert.True(IsIntact(account));
        Assert.Null(Lay(account, fields: null, Noon.AddDays(1)).Patch.UserMetadata);
        Assert.Equal(1, Lay(Customer("""{"lastUpdate": "mine"}"""), """{"segment": "x"}""").Replaced);
    }

    [Fact]
    public void A_date_of_his_own_that_gives_way_later_is_counted_then()
    {
        var unknown = Written(Customer("""{"lastUpdate": "mine"}"""), Lay(Customer("""{"lastUpdate": "mine"}"""), fields: null));

        Assert.Equal(1, Lay(unknown, """{"externalUserId": "C-1"}""", Noon.AddDays(1)).Replaced);
    }

    [Fact]
    public void Of_a_record_that_cannot_be_read_the_keys_count_all_the_same()
    {
        var synced = Synced(Customer("""{"theme": "dark"}"""), Fields1);
        var app = AccountLinking.Auth0.Profiles.AccountMetadata.AppOf(synced);
        app["crm_sync"]!.AsObject().Remove("phone_hash");
        var damaged = Customer(synced.UserMetadata!.Value.GetRawText(), app.ToJsonString());
        Assert.Null(CrmRecord.Of(damaged));

        Assert.Equal("business", Lay(damaged, """{"externalUserId": "C-2", "segment": "business"}""").UserMetadata["segment"]!.GetValue<string>());
        Assert.Equal("""{"theme":"dark"}""", Lay(damaged, fields: null).UserMetadata.ToJsonString());
    }

    [Fact]
    public void Forgetting_removes_record_and_copy_and_nothing_else()
    {
        var patch = CopyInMetadata.Forget(Synced(Customer("""{"theme": "dark"}"""), Fields1));

        Assert.Equal("""{"address":null,"externalUserId":null,"lastUpdate":null,"name":null,"segment":null}""", Sorted(patch.UserMetadata!));
        Assert.Equal("""{"crm_sync":null}""", patch.AppMetadata!.ToJsonString());
        Assert.True(CopyInMetadata.Forget(Customer("""{"externalUserId": "C-1"}""")).IsEmpty);
        Assert.Null(CopyInMetadata.Forget(Written(Customer(), Lay(Customer(), fields: null))).UserMetadata);
        Assert.Null(CopyInMetadata.Forget(Customer("""{"gone": 1}""", """{"crm_sync": {"keys": ["absent"]}}""")).UserMetadata);
    }

    [Fact]
    public void A_copy_that_a_Rule_left_before_is_the_CRMs()
    {
        const string Left = """{"externalUserId": "C-1", "lastUpdate": "2025-01-01T00:00:00Z", "name": "Dora", "segment": "young", "theme": "dark"}""";

        var laid = Lay(Customer(Left), Fields1);

        Assert.Equal("Doris private dark", $"{laid.UserMetadata["name"]} {laid.UserMetadata["segment"]} {laid.UserMetadata["theme"]}");
        Assert.Equal((0, 0, 5), (laid.Kept, laid.Replaced, laid.Record.Keys.Count));
        Assert.Equal(2, Lay(Customer(Left.Replace("C-1", "C-2", StringComparison.Ordinal)), Fields1).Kept);
        Assert.Equal(2, Lay(Customer(Left.Replace("lastUpdate", "updated", StringComparison.Ordinal)), Fields1).Kept);
    }

    [Theory]
    [InlineData("""{"externalUserId": "C-1"}""", "C-1")]
    [InlineData("""{"externalUserId": 100605}""", "100605")]
    [InlineData("""{"externalUserId": ""}""", null)]
    [InlineData("""{"externalUserId": true}""", null)]
    [InlineData("""{"externalUserId": {"id": 1}}""", null)]
    [InlineData("""{"externalUserId": ["C-1"]}""", null)]
    [InlineData("""{"ExternalUserId": "C-1"}""", null)]
    [InlineData("{}", null)]
    public void The_external_id_is_a_text_or_a_number(string fields, string? id) => Assert.Equal(id, Lay(Customer(), fields).Record.ExternalUserId);

    [Fact]
    public void Which_field_it_is_is_a_setting()
    {
        var options = Crm(crm => crm.ExternalIdField = "customerNo");

        var laid = Lay(Customer("""{"customerNo": "forged", "externalUserId": "mine"}"""), """{"customerNo": "K7", "externalUserId": "C-1"}""", options: options);

        Assert.Equal(("K7", "K7", "mine"), (laid.Record.ExternalUserId, laid.UserMetadata["customerNo"]!.GetValue<string>(), laid.UserMetadata["externalUserId"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("externalUserId", "\"C-2\"")]
    [InlineData("externalUserId", null)]
    [InlineData("lastUpdate", "\"2026-11-21T12:00:00Z\"")]
    [InlineData("lastUpdate", "\"2026-11-19T12:00:00Z\"")]
    [InlineData("segment", "\"vip\"")]
    [InlineData("segment", null)]
    [InlineData("address", """{"city": "Umeå", "lines": [2.5, 1]}""")]
    [InlineData("address", """{"city": "Umeå", "lines": [1, 2.5], "x": null}""")]
    [InlineData("address", """{"city": "Umeå", "lines": ["1", 2.5]}""")]
    public void A_copy_that_was_changed_is_not_intact(string key, string? value)
    {
        var synced = Synced(Customer(), Fields1);
        var metadata = AccountLinking.Auth0.Profiles.AccountMetadata.UserOf(synced);
        if (value is null) metadata.Remove(key);
        else metadata[key] = System.Text.Json.Nodes.JsonNode.Parse(value);

        Assert.True(IsIntact(synced));
        Assert.False(IsIntact(Customer(metadata.ToJsonString(), synced.AppMetadata!.Value.GetRawText())));
    }

    [Theory]
    [InlineData("""{"name":"Doris","segment":"private","lastUpdate":"2026-11-20T12:00:00Z","address":{"lines":[1.0,25e-1],"city":"Ume\u00e5"},"externalUserId":"C-1"}""")]
    [InlineData("""{"name":"Doris","segment":"private","lastUpdate":"2026-11-20T12:00:00Z","address":{"lines":[1,2.5],"city":"Umeå"},"externalUserId":"C-1","theme":"dark","vip":true}""")]
    public void Another_order_another_spelling_and_keys_of_the_persons_own_leave_it_intact(string metadata) =>
        Assert.True(IsIntact(Customer(metadata, Synced(Customer(), Fields1).AppMetadata!.Value.GetRawText())));

    [Fact]
    public void Of_somebody_unknown_an_id_that_he_gives_himself_is_not_intact()
    {
        var unknown = Written(Customer(), Lay(Customer(), fields: null));

        Assert.True(IsIntact(unknown));
        Assert.False(IsIntact(Customer("""{"externalUserId": "C-1"}""", unknown.AppMetadata!.Value.GetRawText())));
        Assert.False(IsIntact(Customer("""{"lastUpdate": "2026-11-20T12:00:00Z"}""", unknown.AppMetadata!.Value.GetRawText())));
    }

    [Theory]
    [InlineData("[1,2]", "[12]")]
    [InlineData("""["a","b"]""", """["a,b"]""")]
    [InlineData("""{"a":"1"}""", """{"a":1}""")]
    [InlineData("null", "\"null\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("{}", "[]")]
    [InlineData("""{"a":{"b":1}}""", """{"a":{},"b":1}""")]
    [InlineData("""{"a\":1,\"b":2}""", """{"a":1,"b":2}""")]
    public void Different_values_have_different_hashes(string one, string other) =>
        Assert.NotEqual(CanonicalHash.Of(System.Text.Json.Nodes.JsonNode.Parse(one)), CanonicalHash.Of(System.Text.Json.Nodes.JsonNode.Parse(other)));

    /// <summary>As JavaScript writes them.</summary>
    [Theory]
    [InlineData("12345678901234567890", "12345678901234567000")]
    [InlineData("1.0", "1")]
    [InlineData("1E3", "1000")]
    [InlineData("-0.0", "0")]
    [InlineData("0.1000", "0.1")]
    public void A_number_is_its_value_in_JavaScript(string one, string other) =>
        Assert.Equal(CanonicalHash.Of(System.Text.Json.Nodes.JsonNode.Parse(one)), CanonicalHash.Of(System.Text.Json.Nodes.JsonNode.Parse(other)));

    private static bool IsIntact(Auth0User account) => CopyInMetadata.IsIntact(account, CrmRecord.Of(account)!, Crm());

    private static Auth0User Synced(Auth0User account, string fields) => Written(account, Lay(account, fields));

    private static string Sorted(System.Text.Json.Nodes.JsonObject map) =>
        new System.Text.Json.Nodes.JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString();
}
