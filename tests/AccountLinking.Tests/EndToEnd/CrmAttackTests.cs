using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>
/// People can write what they like into their <c>user_metadata</c>. Whatever it is, no token ever has it, and the next sync puts the copy right.
/// </summary>
public sealed class CrmAttackTests
{
    public const string Forged = "C-999999";

    private const string Phone = "+46701740605";

    /// <summary>What somebody writes, into a copy that the service has made. The last key of each is one of his own and stays.</summary>
    public static TheoryData<string> Attacks =>
    [
        // The external id.
        $$"""{"externalUserId": "{{Forged}}"}""",
        $$"""{"externalUserId": {"externalUserId": "{{Forged}}"} }""",
        """{"externalUserId": null}""",
        // The date, so that nobody would ask again.
        """{"lastUpdate": "2026-11-21T08:15:30Z"}""",
        """{"lastUpdate": "9999-12-31T23:59:59Z"}""",
        $$"""{"externalUserId": "{{Forged}}", "lastUpdate": "2026-11-21T08:15:30Z"}""",
        // A claim's field.
        $$"""{"segment": "{{Forged}}"}""",
        $$"""{"name": "{{Forged}}"}""",
        // The whole copy.
        """{"externalUserId": null, "customerSince": null, "segment": null, "name": null, "lastUpdate": null}""",
        // What looks like the record, or like claims.
        $$"""{"externalUserId": "{{Forged}}", "crm_sync": {"external_user_id": "{{Forged}}", "claims": [{"name": "https://crm.example.com/name", "value": "{{Forged}}"}], "valid_until": "2026-11-21T00:00:00Z"} }""",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task The_next_sync_restores_the_copy(string attack)
    {
        await using var stage = await CrmStage.StartAsync();
        var genuine = await stage.SyncAsync("synced");
        var copy = await CopyAsync(stage);

        await stage.ForgeAsync(attack);
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        var answer = await stage.SyncAsync("synced");

        Assert.Equal(genuine["claims"].GetRawText(), answer["claims"].GetRawText());
        Assert.Equal(copy, await CopyAsync(stage));
        await stage.SyncAsync("cached");
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task While_the_CRM_is_down_the_record_is_told_and_not_what_was_forged(string attack)
    {
        await using var stage = await CrmStage.StartAsync();
        var genuine = await stage.SyncAsync("synced");

        await stage.ForgeAsync(attack);
        await stage.FailAsync("\"status\": 500");

        Assert.Equal(genuine.With("outcome", "stale").ToString(), (await stage.SyncAsync("stale")).ToString());
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task No_token_has_it(string attack)
    {
        await using var stage = await LoginStage.StartAsync();
        var genuine = await stage.LogInAsync();
        var claims = ClaimsOf(genuine);

        await stage.ForgeAsync(attack);

        // Whether nobody is asked, or the record has run out and the service is.
        Assert.Equal(claims, ClaimsOf(await stage.LogInAsync()));
        await stage.ExpireAsync();
        Assert.Equal(claims, ClaimsOf(await stage.LogInAsync()));
    }

    [Fact]
    public async Task Nor_what_was_there_before_the_first_sync()
    {
        await using var stage = await LoginStage.StartAsync();
        await stage.Client.InsertUserAsync($$$"""
            {"user_id": "sms|forger", "phone_number": "{{{Phone}}}",
             "user_metadata": {"externalUserId": "{{{Forged}}}", "lastUpdate": "9999-12-31T23:59:59Z", "segment": "{{{Forged}}}", "https://crm": "{{{Forged}}}"} }
            """);

        var login = await stage.LogInAsync("forger");

        Assert.DoesNotContain(Forged, login["claims"].GetRawText(), StringComparison.Ordinal);
        Assert.Contains("C-100605", ClaimsOf(login), StringComparison.Ordinal);
        Assert.Equal("C-100605", (await stage.Client.ReadUserAsync("sms|forger"))["user_metadata"].GetProperty("externalUserId").GetString());
    }

    [Fact]
    public async Task A_field_added_beside_the_others_is_no_claim_even_if_claims_name_it()
    {
        await using var stage = await CrmStage.StartAsync(("Crm:Claims:0", "externalUserId"), ("Crm:Claims:1", "vip"));
        await stage.SyncAsync("synced");
        await stage.ForgeAsync($$"""{"vip": "{{Forged}}"}""");

        Assert.DoesNotContain(Forged, (await stage.SyncAsync("cached")).ToString(), StringComparison.Ordinal);
        stage.Clock.Advance(CrmStage.Night);
        Assert.DoesNotContain(Forged, (await stage.SyncAsync("synced")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_genuine_copy_that_is_put_back_is_replaced()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.SyncAsync("synced");
        var older = await stage.UserMetadataAsync();
        stage.Clock.Advance(CrmStage.Night);
        await stage.AnswerAsync("""{"externalUserId": "C-100605", "segment": "blocked", "name": "Doris Nilsson", "customerSince": "2019-02-11"}""");
        await stage.SyncAsync("synced");
        var newer = await CopyAsync(stage);

        await stage.ForgeAsync(older.GetRawText());
        var answer = await stage.SyncAsync("synced");

        Assert.Equal("blocked", answer["claims"].GetProperty(CrmStage.AllFields).GetProperty("segment").GetString());
        Assert.Equal(newer, await CopyAsync(stage));
    }

    [Fact]
    public async Task Somebody_unknown_who_gives_himself_an_id_loses_it()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.AnswerAsync("{}", status: 404);
        await stage.SyncAsync("not_found");

        await stage.ForgeAsync($$"""{"externalUserId": "{{Forged}}", "lastUpdate": "2026-11-20T08:15:30Z", "theme": "dark"}""");
        await stage.SyncAsync("not_found");

        Assert.Equal("""{"theme":"dark"}""", (await stage.UserMetadataAsync()).GetRawText());
    }

    /// <summary>In its record, which the person cannot write, but another program of the tenant's might.</summary>
    [Theory]
    [InlineData("\"last_update\": \"2026-11-21T08:15:30Z\"")]
    [InlineData("\"valid_until\": \"2036-11-21T00:00:00Z\"")]
    [InlineData("\"claims\": {\"https://crm.example.com/name\": \"Mallory\"}")]
    [InlineData("\"phone_hash\": \"0000000000000000\"")]
    public async Task A_record_that_cannot_be_of_today_is_none(string field)
    {
        await using var stage = await CrmStage.StartAsync();
        var genuine = await stage.SyncAsync("synced");
        var record = JsonNode.Parse((await stage.RecordAsync()).GetRawText())!.AsObject();
        var (name, value) = JsonNode.Parse($"{{{field}}}")!.AsObject().Single();
        record[name] = value!.DeepClone();
        // Claims are keyed by names that Auth0 takes in no metadata: such a record cannot be written there at all.
        var answer = await stage.Client.PatchAsync(CrmStage.Doris, $$"""{"app_metadata": {"crm_sync": {{record.ToJsonString()}} } }""");
        Assert.Equal(name == "claims" ? 400 : 200, (int)answer.Status);

        Assert.Equal(genuine["claims"].GetRawText(), (await stage.SyncAsync(name == "claims" ? "cached" : "synced"))["claims"].GetRawText());
    }

    internal static string ClaimsOf(JsonMap login)
    {
        var claims = JsonMap.From(login["claims"]);
        return claims.Where(name => name.StartsWith("https://", StringComparison.Ordinal)).ToString();
    }

    /// <summary>All but when it was made, which every sync changes, in the order of the alphabet.</summary>
    private static async Task<string> CopyAsync(CrmStage stage)
    {
        string[] fields = ["customerSince", "externalUserId", "name", "segment"];
        var metadata = await stage.UserMetadataAsync();
        var record = await stage.RecordAsync();
        Assert.Equal(record.GetProperty("last_update").GetString(), metadata.GetProperty("lastUpdate").GetString());
        return string.Join(' ', fields.Select(field => metadata.GetProperty(field).GetRawText()));
    }
}
