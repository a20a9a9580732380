using System.Text.Json.Nodes;
using AccountLinking.CrmSync;
using static AccountLinking.Tests.CrmSync.CrmTestData;

namespace AccountLinking.Tests.CrmSync;

/// <summary><c>app_metadata.crm_sync</c> as it is written and read.</summary>
public sealed class CrmRecordTests
{
    private static JsonObject Good => Lay(Customer(), """{"externalUserId": "C-1", "name": "Doris"}""").Patch.AppMetadata!["crm_sync"]!.AsObject();

    /// <summary>printf %s '5:sms|112:+467017406056:unsaid' | sha256sum</summary>
    [Fact]
    public void It_has_no_key_that_Auth0_would_refuse() => Assert.Equal(
        $$$"""{"external_user_id":"C-1","claims":[{"name":"https://crm.example.com/","value":{"externalUserId":"C-1","name":"Doris"}},{"name":"https://crm.example.com/name","value":"Doris"}],"keys":["externalUserId","lastUpdate","name"],"last_update":"2026-11-20T12:00:00Z","valid_until":"2026-11-21T00:00:00Z","phone_hash":"{{{Number().Hash}}}","numbers_hash":"1d10460169b8190e","copy_hash":"{{{Good["copy_hash"]}}}"}""",
        Good.ToJsonString());

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var record = Read(Good);

        Assert.NotNull(record);
        Assert.Equal(Good.ToJsonString(), record.ToJson().ToJsonString());
        Assert.True(record.IsFound);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "last_update", "null" }, { "last_update", "7" }, { "last_update", "\"2026-11-20\"" }, { "last_update", "\"2026-11-20T12:00:00+01:00\"" },
        { "valid_until", "null" }, { "valid_until", "\"tomorrow\"" }, { "phone_hash", "null" }, { "phone_hash", "1" }, { "numbers_hash", "null" }, { "copy_hash", "null" },
        { "claims", "null" }, { "claims", "{}" }, { "claims", "[null]" }, { "claims", "[{}]" }, { "claims", """[{"name": "x"}]""" }, { "claims", """[{"name": "x", "value": null}]""" }, { "claims", """[{"name": 1, "value": 1}]""" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void One_that_the_service_cannot_have_written_is_none(string field, string value)
    {
        var record = Good;
        record[field] = JsonNode.Parse(value);

        Assert.Null(Read(record));
        record.Remove(field);
        Assert.Null(Read(record));
    }

    [Fact]
    public void Nor_is_one_of_nobody_with_an_id_or_claims()
    {
        var record = Good;
        record["keys"] = new JsonArray();

        Assert.Null(Read(record));
        record["external_user_id"] = null;
        Assert.Null(Read(record));
        record["claims"] = new JsonArray();
        Assert.False(Read(record)!.IsFound);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"C-1\"")]
    [InlineData("{}")]
    public void What_is_no_record_is_none(string value) => Assert.Null(CrmRecord.Of(Customer(appMetadata: $$"""{"crm_sync": {{value}}}""")));

    [Fact]
    public void One_in_user_metadata_is_none() => Assert.Null(CrmRecord.Of(Customer(userMetadata: $$"""{"crm_sync": {{Good.ToJsonString()}}}""")));

    private static CrmRecord? Read(JsonObject record) => CrmRecord.Of(Customer(appMetadata: $$"""{"crm_sync": {{record.ToJsonString()}}}"""));
}
