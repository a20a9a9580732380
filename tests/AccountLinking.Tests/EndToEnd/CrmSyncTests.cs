using System.Net;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Webhooks;

namespace AccountLinking.Tests.EndToEnd;

/// <summary><c>POST /api/crm/sync</c>: its outcomes, what they cost, and what stands on the account afterwards.</summary>
public sealed class CrmSyncTests
{
    private const string Customer = """{"externalUserId":"C-100605","customerSince":"2019-02-11","segment":"private","name":"Doris Nilsson"}""";

    [Fact]
    public async Task The_first_time_of_the_day_the_CRM_is_asked_and_the_second_time_nobody()
    {
        await using var stage = await CrmStage.StartAsync();

        var synced = await stage.AskAsync();

        Assert.Equal(
            $$$"""{"outcome":"synced","external_user_id":"C-100605","last_update":"2026-11-20T08:15:30Z","claims":{"https://crm.example.com/":{{{Customer}}},"https://crm.example.com/name":"Doris Nilsson"}}""",
            synced.Text);
        Assert.Equal(["auth0 GET", "crm POST", "auth0 GET", "auth0 PATCH"], await stage.TakeCallsAsync());
        Assert.Equal("""{"externalUserId":"C-100605","customerSince":"2019-02-11","segment":"private","name":"Doris Nilsson","lastUpdate":"2026-11-20T08:15:30Z"}""", (await stage.UserMetadataAsync()).GetRawText());
        Assert.Equal("2026-11-21T00:00:00Z", (await stage.RecordAsync()).GetProperty("valid_until").GetString());
        await stage.TakeCallsAsync();

        stage.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(synced.Text.Replace("synced", "cached", StringComparison.Ordinal), (await stage.AskAsync()).Text);

        Assert.Equal(["auth0 GET"], await stage.TakeCallsAsync());
    }

    [Fact]
    public async Task What_the_CRM_is_asked()
    {
        await using var crm = await CrmDouble.StartAsync((_, _) => (200, """{"externalUserId": "C-1"}"""));
        await using var stage = await CrmStage.StartAsync(("Crm:Url", $"{crm.Address}find?code=abc"), ("Crm:ApiKey", "key-of-the-crm"));

        await stage.SyncAsync("synced");

        var question = Assert.Single(crm.Questions);
        Assert.Equal(("POST", "/find?code=abc", "key-of-the-crm", "application/json; charset=utf-8"), (question.Method, question.Target, question.Key, question.ContentType));
        Assert.Equal("""{"phoneNumber":"+46701740605","extended":true}""", question.Body.Replace("\\u002B", "+", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("UTC", "15:44:29", "15:44:31")]
    [InlineData("Europe/Stockholm", "14:44:29", "14:44:31")]
    [InlineData("Asia/Kolkata", "10:14:29", "10:14:31")]
    public async Task A_new_day_there_is_a_new_question(string zone, string before, string after)
    {
        await using var stage = await CrmStage.StartAsync(("Crm:TimeZone", zone));
        await stage.SyncAsync("synced");
        await stage.AnswerAsync("""{"externalUserId": "C-100605", "name": "Doris Berg"}""");

        stage.Clock.Advance(TimeSpan.Parse(before, null));
        Assert.Equal("Doris Nilsson", (await stage.SyncAsync("cached"))["claims"].GetProperty(CrmStage.NameClaim).GetString());
        stage.Clock.Advance(TimeSpan.Parse(after, null) - TimeSpan.Parse(before, null));

        Assert.Equal("Doris Berg", (await stage.SyncAsync("synced"))["claims"].GetProperty(CrmStage.NameClaim).GetString());
        Assert.Equal(["externalUserId", "name", "lastUpdate"], (await stage.UserMetadataAsync()).EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task A_changed_phone_number_is_asked_about_at_once()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.SyncAsync("synced");
        await stage.Client.PatchAsync(CrmStage.Doris, """{"phone_number": "+46701740606", "phone_verified": true}""");

        Assert.Equal("C-100606", (await stage.SyncAsync("synced")).Text("external_user_id"));
        Assert.Equal("Emil Berg", (await stage.UserMetadataAsync()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_unknown_number_is_remembered_for_the_day_and_removes_what_was_known_yesterday()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.ForgeAsync("""{"theme": "dark"}""");
        await stage.SyncAsync("synced");
        stage.Clock.Advance(CrmStage.Night);
        await stage.AnswerAsync("{}", status: 404);
        await stage.TakeCallsAsync();

        await stage.SyncAsync("not_found");
        Assert.Equal("2026-11-21T07:15:30Z", (await stage.SyncAsync("not_found")).Text("last_update"));

        Assert.Equal(["auth0 GET", "crm POST", "auth0 GET", "auth0 PATCH", "auth0 GET"], await stage.TakeCallsAsync());
        Assert.Equal("""{"theme":"dark"}""", (await stage.UserMetadataAsync()).GetRawText());
        Assert.Equal("[]", (await stage.RecordAsync()).GetProperty("claims").GetRawText());
        await stage.AnswerAsync(Customer);
        stage.Clock.Advance(CrmStage.Night);
        await stage.SyncAsync("synced");
    }

    [Theory]
    [InlineData("google-oauth2|g", "\"phone_number\": \"+46701740605\", \"phone_verified\": true", "no_phone")]
    [InlineData("oidc|partner-portal|m", "\"phone_number\": \"+46701740605\", \"phone_verified\": true", "no_phone")]
    [InlineData("oidc|freja-eid|m", "\"phone_number\": \"+46701740605\", \"phone_verified\": false", "no_phone")]
    [InlineData("auth0|m", "\"user_metadata\": {\"phone_number\": \"+46701740605\", \"phone_verified\": true}", "no_phone")]
    [InlineData("sms|m", "\"phone_number\": \"0701740605\"", "no_phone")]
    [InlineData("auth0|m", "\"identities\": [{\"provider\": \"auth0\", \"user_id\": \"m\", \"connection\": \"Username-Password-Authentication\"}, {\"provider\": \"sms\", \"user_id\": \"1\", \"connection\": \"sms\", \"profileData\": {\"phone_number\": \"+46701740605\"}}, {\"provider\": \"sms\", \"user_id\": \"2\", \"connection\": \"sms\", \"profileData\": {\"phone_number\": \"+46701740606\"}}]", "ambiguous_phone")]
    public async Task Without_one_proven_number_nobody_is_asked_and_nothing_is_written(string id, string user, string outcome)
    {
        await using var stage = await CrmStage.StartAsync(("Crm:PhoneConnections:0", "freja-eid"));
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{id}}", {{user}} }""");
        await stage.TakeCallsAsync();

        Assert.Equal($$$"""{"outcome":"{{{outcome}}}","external_user_id":null,"last_update":null,"claims":{}}""", (await stage.AskAsync(id)).Text);

        Assert.Equal(["auth0 GET"], await stage.TakeCallsAsync());
    }

    [Fact]
    public async Task A_number_that_a_listed_connection_has_verified_is_asked_about()
    {
        await using var stage = await CrmStage.StartAsync(("Crm:PhoneConnections:0", "freja-eid"));
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|freja-eid|d", "phone_number": "+46701740605", "phone_verified": true}""");

        await stage.SyncAsync("synced", "oidc|freja-eid|d");
    }

    [Fact]
    public async Task What_the_CRM_says_is_laid_over_the_persons_own()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.ForgeAsync("""{"theme": "dark", "segment": "mine"}""");
        await stage.AnswerAsync("""{"externalUserId": 100605, "segment": "private", "address": {"city": "Umeå", "lines": [1, {"x": null}]}, "a.b": {"$c": 1}, "lastUpdate": "2099-01-01T00:00:00Z", "none": null}""");

        var answer = await stage.SyncAsync("synced");

        Assert.Equal("100605", answer.Text("external_user_id"));
        Assert.Equal(
            """{"theme":"dark","segment":"mine","externalUserId":100605,"address":{"city":"Umeå","lines":[1,{"x":null}]},"a_b":{"_c":1},"lastUpdate":"2026-11-20T08:15:30Z"}""",
            Unescaped(await stage.UserMetadataAsync()));
        Assert.Equal("""{"externalUserId":100605,"segment":"private","address":{"city":"Umeå","lines":[1,{"x":null}]},"a_b":{"_c":1}}""", Unescaped(answer["claims"].GetProperty(CrmStage.AllFields)));
        await stage.SyncAsync("cached");
        stage.Clock.Advance(CrmStage.Night);
        await stage.AnswerAsync("""{"externalUserId": 100605}""");
        await stage.SyncAsync("synced");
        Assert.Equal("""{"theme":"dark","segment":"mine","externalUserId":100605,"lastUpdate":"2026-11-21T07:15:30Z"}""", (await stage.UserMetadataAsync()).GetRawText());
    }

    [Fact]
    public async Task Names_that_Auth0_forbids_are_left_out_where_the_setting_says_so()
    {
        await using var stage = await CrmStage.StartAsync(("Crm:ForbiddenKeys", "Refuse"));
        await stage.AnswerAsync("""{"externalUserId": "C-1", "a.b": 1, "c": {"$d": 1, "e": 2}}""");

        Assert.Equal("""{"externalUserId":"C-1","c":{"e":2}}""", (await stage.SyncAsync("synced"))["claims"].GetProperty(CrmStage.AllFields).GetRawText());
    }

    [Fact]
    public async Task Claims_field_and_namespace_are_settings()
    {
        await using var stage = await CrmStage.StartAsync(("Crm:Claims:0", "externalUserId"), ("Crm:Claims:1", "segment"), ("Crm:Namespace", "https://id.example.org/"), ("Crm:ExternalIdField", "customerSince"));

        var answer = await stage.SyncAsync("synced");

        Assert.Equal("2019-02-11", answer.Text("external_user_id"));
        Assert.Equal("""{"https://id.example.org/externalUserId":"C-100605","https://id.example.org/segment":"private"}""", answer["claims"].GetRawText());
    }

    [Fact]
    public async Task The_same_account_several_times_at_once_is_looked_up_once()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.AskAsync("auth0|nobody");
        await stage.TakeCallsAsync();
        await stage.FailAsync("\"delay_ms\": 1500");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => stage.AskAsync()));

        Assert.Equal(1, answers.Count(answer => answer.Body.Text("outcome") == "synced"));
        Assert.Equal(9, answers.Count(answer => answer.Body.Text("outcome") == "cached" && answer.Body.Text("external_user_id") == "C-100605"));
        Assert.Equal(1, await stage.QuestionsAsync());
    }

    [Theory]
    [InlineData("auth0|nobody")]
    [InlineData("oidc|swedish-bankid|absorbed")]
    public async Task An_account_that_is_not_there_is_a_404(string id)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|absorbed"}""");
        await stage.Client.ArrangeLinkAsync(CrmStage.Doris, "oidc", "swedish-bankid|absorbed");

        var answer = await stage.AskAsync(id);

        Assert.Equal((HttpStatusCode.NotFound, "unknown_user"), (answer.Status, answer.Body.Text("code")));
        Assert.Equal(0, await stage.QuestionsAsync());
    }

    [Fact]
    public async Task An_account_that_is_gone_when_it_is_to_be_written_is_a_404()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.Client.SetFaultAsync("""{"method": "PATCH", "status": 404}""");

        Assert.Equal((HttpStatusCode.NotFound, "unknown_user"), await CodeAsync(stage));
    }

    [Theory]
    [InlineData("""{"method": "GET", "path": "/api/v2/users/*", "status": 503, "times": 9}""", "auth0_unavailable")]
    [InlineData("""{"method": "GET", "path": "/api/v2/users/*", "status": 403}""", "auth0_forbidden")]
    [InlineData("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 400, "times": 9}""", "auth0_rejected")]
    [InlineData("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 503, "times": 9}""", "auth0_unavailable")]
    public async Task Trouble_at_Auth0_is_a_503_and_the_next_time_finishes(string fault, string code)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.Client.SetFaultAsync(fault);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, code), await CodeAsync(stage));

        await stage.Client.ControlAsync(HttpMethod.Delete, "faults");
        await stage.SyncAsync("synced");
        await stage.SyncAsync("cached");
    }

    [Theory]
    [InlineData("400")]
    [InlineData("503")]
    public async Task What_was_known_is_told_where_what_the_CRM_says_cannot_be_written(string status)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.SyncAsync("synced");
        stage.Clock.Advance(CrmStage.Night);
        await stage.Client.SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/*", "status": {{status}}, "times": 9}""");

        Assert.Equal("2026-11-20T08:15:30Z", (await stage.SyncAsync("stale")).Text("last_update"));

        await stage.Client.ControlAsync(HttpMethod.Delete, "faults");
        await stage.SyncAsync("synced");
    }

    [Theory]
    [InlineData("""{"externalUserId": "C-100699"}""", 200)]
    [InlineData("""{"name": "Doris Nilsson"}""", 200)]
    [InlineData("{}", 404)]
    public async Task But_not_where_the_CRM_says_that_it_is_so_no_more(string body, int status)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.SyncAsync("synced");
        stage.Clock.Advance(CrmStage.Night);
        await stage.AnswerAsync(body, status: status);
        await stage.Client.SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 400}""");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "auth0_rejected"), await CodeAsync(stage));
    }

    [Fact]
    public async Task Without_the_journal_which_keeps_others_from_the_account_nothing_is_written()
    {
        await using var stage = await CrmStage.StartAsync();
        await File.WriteAllTextAsync(stage.Sandbox.Journal, "", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "journal_unavailable"), await CodeAsync(stage));
        Assert.Equal(["auth0 GET", "crm POST"], await stage.TakeCallsAsync());

        File.Delete(stage.Sandbox.Journal);
        await stage.SyncAsync("synced");
    }

    [Theory]
    [InlineData("no_phone", """{"phone_verified": false}""")]
    [InlineData("ambiguous_phone", null)]
    public async Task What_was_known_goes_with_the_proof(string outcome, string? change)
    {
        await using var stage = await CrmStage.StartAsync(("Crm:PhoneConnections:0", "freja-eid"));
        await stage.ForgeAsync("""{"theme": "dark"}""");
        await stage.SyncAsync("synced");
        if (change is null) await TakeNumberAwayAsync(stage);
        else await stage.Client.PatchAsync(CrmStage.Doris, change);
        await stage.Client.SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 400}""");
        await stage.TakeCallsAsync();

        // Where it cannot be written, it goes with the next one.
        await stage.SyncAsync(outcome);
        Assert.Contains("C-100605", (await stage.UserMetadataAsync()).GetRawText(), StringComparison.Ordinal);
        await stage.SyncAsync(outcome);

        Assert.Equal("""{"theme":"dark"}""", (await stage.UserMetadataAsync()).GetRawText());
        Assert.False((await stage.Client.ReadUserAsync(CrmStage.Doris)).TryGetValue("app_metadata", out _));
        await stage.TakeCallsAsync();
        await stage.SyncAsync(outcome);
        Assert.Equal(["auth0 GET"], await stage.TakeCallsAsync());
    }

    /// <summary>The main identity's number is not verified any more, and two others have each another.</summary>
    private static async Task TakeNumberAwayAsync(CrmStage stage)
    {
        foreach (var (id, phone) in new[] { ("sms|2", "+46701740607"), ("oidc|freja-eid|d", "+46701740608") })
        {
            await stage.Client.InsertUserAsync($$"""{"user_id": "{{id}}", "phone_number": "{{phone}}", "phone_verified": true}""");
            await stage.Client.ArrangeLinkAsync(CrmStage.Doris, id.Split('|')[0], id[(id.IndexOf('|', StringComparison.Ordinal) + 1)..]);
        }

        await stage.Client.PatchAsync(CrmStage.Doris, """{"phone_verified": false}""");
    }

    [Fact]
    public async Task A_patch_whose_answer_is_lost_is_sent_again()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.Client.SetFaultAsync("""{"method": "PATCH", "reset": true, "when": "after"}""");

        await stage.SyncAsync("synced");

        Assert.Equal(["auth0 GET", "crm POST", "auth0 GET", "auth0 PATCH", "auth0 PATCH"], await stage.TakeCallsAsync());
        await stage.SyncAsync("cached");
    }

    [Fact]
    public async Task Switched_off_it_says_so_and_asks_nobody()
    {
        await using var stage = await CrmStage.StartAsync(("Crm:Enabled", "false"));

        Assert.Equal((HttpStatusCode.NotFound, "crm_disabled"), await CodeAsync(stage));
        Assert.Empty(await stage.TakeCallsAsync());
    }

    [Theory]
    [InlineData("{}", "'user_id' must be a user id: 'provider|id', at most 128 characters, none of them a control character, and no path segment '.' or '..'.")]
    [InlineData("""{"user_id": 1}""", "'user_id' must be a user id: 'provider|id', at most 128 characters, none of them a control character, and no path segment '.' or '..'.")]
    [InlineData("""{"user_id": "sms|1", "user_id": "sms|2"}""", "The body is not a JSON object in UTF-8.")]
    [InlineData("[]", "The body is not a JSON object in UTF-8.")]
    public async Task A_bad_request_is_told_and_changes_nothing(string body, string title)
    {
        await using var stage = await Stage.StartAsync();

        var answer = await new SignedPost { Path = "/api/crm/sync", Body = Encoding.UTF8.GetBytes(body) }.SendAsync(stage.Sandbox.Service);

        Assert.Equal((HttpStatusCode.BadRequest, title), (answer.Status, answer.Body.Text("title")));
        Assert.Empty(await stage.Client.CallsAsync());
    }

    [Theory]
    [InlineData(ServiceDefaults.OperationsSecret)]
    [InlineData("whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=")]
    public async Task Only_the_Actions_secret_may_ask(string secret)
    {
        await using var stage = await Stage.StartAsync();

        var answer = await new SignedPost { Path = "/api/crm/sync", Secret = secret, Body = Encoding.UTF8.GetBytes($$"""{"user_id": "{{CrmStage.Doris}}"}""") }.SendAsync(stage.Sandbox.Service);

        Assert.Equal((HttpStatusCode.Unauthorized, ""), (answer.Status, answer.Text));
        Assert.Empty(await stage.Client.CallsAsync());
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(CrmStage stage)
    {
        var answer = await stage.AskAsync();
        return (answer.Status, answer.Body.Text("code"));
    }

    private static string Unescaped(JsonElement json) => json.GetRawText().Replace("\\u00E5", "å", StringComparison.OrdinalIgnoreCase);
}
