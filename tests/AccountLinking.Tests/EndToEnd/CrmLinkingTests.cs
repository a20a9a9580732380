using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Accounts that the CRM knows, or one of them, are linked and separated; and both in one login.</summary>
public sealed class CrmLinkingTests
{
    private const string Hand = "sms|hand";
    private const string Newcomer = "oidc|swedish-bankid|anna";
    private const string DorisPhone = "+46701740605";
    private const string EmilPhone = "+46701740606";

    private static readonly (string, string?)[] Settings =
        [("Linking:Ssn:CandidateConnections:1", "sms"), ("Crm:PhoneConnections:0", "swedish-bankid"), ("Crm:TimeZone", Sandbox.Demo.DemoClock.ZoneFarFromMidnight(TimeProvider.System))];

    [Fact]
    public async Task The_primarys_record_stands_and_the_secondarys_goes()
    {
        await using var stage = await Stage.StartAsync(Settings);
        using var service = await BothSyncedAsync(stage, DorisPhone);
        var before = (await stage.Client.ReadUserAsync(Hand))["app_metadata"].GetProperty("crm_sync").GetRawText();

        await LinkAsync(stage);

        var user = await stage.Client.ReadUserAsync(Hand);
        Assert.Equal(before, user["app_metadata"].GetProperty("crm_sync").GetRawText());
        Assert.Equal(["customerSince", "externalUserId", "language", "lastUpdate", "name", "segment", "theme"], NamesOf(user));
        Assert.Equal("C-100605", user["user_metadata"].GetProperty("externalUserId").GetString());
        // The account shows another number besides its own now, so it is asked about once more; its own is first.
        await AssertSyncAsync(service, Hand, "synced", "C-100605");
    }

    [Fact]
    public async Task A_primary_without_one_has_none_until_the_next_sync()
    {
        await using var stage = await Stage.StartAsync(Settings);
        using var service = await BothSyncedAsync(stage, handsPhone: null);

        await LinkAsync(stage);

        var user = await stage.Client.ReadUserAsync(Hand);
        Assert.False(user["app_metadata"].TryGetProperty("crm_sync", out _));
        Assert.Equal(["language", "theme"], NamesOf(user));
        await AssertSyncAsync(service, Hand, "synced", "C-100606");
    }

    [Fact]
    public async Task Undoing_the_link_gives_each_its_own()
    {
        await using var stage = await Stage.StartAsync(Settings);
        using var service = await BothSyncedAsync(stage, DorisPhone);
        var (hand, newcomer) = (await MetadataAsync(stage, Hand), await MetadataAsync(stage, Newcomer));
        var link = await LinkAsync(stage);

        Assert.Equal("unlinked", (await stage.Service.UnlinkAsync(link)).Body.Text("outcome"));

        Assert.Equal((hand, newcomer), (await MetadataAsync(stage, Hand), await MetadataAsync(stage, Newcomer)));
        await AssertSyncAsync(service, Hand, "cached", "C-100605");
        await AssertSyncAsync(service, Newcomer, "cached", "C-100606");
    }

    [Fact]
    public async Task Undoing_it_leaves_nothing_of_the_other_ones_customer_behind()
    {
        await using var stage = await Stage.StartAsync(Settings);
        using var service = await BothSyncedAsync(stage, handsPhone: null);
        var link = await LinkAsync(stage);
        await AssertSyncAsync(service, Hand, "synced", "C-100606");

        Assert.Equal("unlinked", (await stage.Service.UnlinkAsync(link)).Body.Text("outcome"));

        var user = await stage.Client.ReadUserAsync(Hand);
        Assert.Equal(["language"], NamesOf(user));
        Assert.False(user["app_metadata"].TryGetProperty("crm_sync", out _));
        await AssertSyncAsync(service, Hand, "no_phone", externalId: null);
        await AssertSyncAsync(service, Newcomer, "cached", "C-100606");
    }

    [Fact]
    public async Task A_link_that_is_undone_while_the_CRM_thinks_leaves_nothing_of_the_other_one()
    {
        await using var crm = await ThinkingCrm.StartAsync();
        await using var stage = await Stage.StartAsync([.. Settings, ("Crm:Url", crm.Address), ("Crm:Timeout", "00:00:10"), ("Webhooks:Budget", "00:00:18")]);
        await InsertHandAsync(stage, phone: null);
        await InsertNewcomerAsync(stage);
        var link = await LinkAsync(stage);
        using var service = new SignedClient(stage.Sandbox.Service, TimeProvider.System);

        var sync = service.SyncAsync(Hand);
        await crm.IsAskedAsync();
        Assert.Equal("unlinked", (await stage.Service.UnlinkAsync(link)).Body.Text("outcome"));
        crm.Answer();

        Assert.Equal("no_phone", (await sync).Body.Text("outcome"));
        Assert.DoesNotContain("C-1006", (await stage.Client.ReadUserAsync(Hand)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_made_while_the_CRM_thinks_loses_nothing_of_the_other_one()
    {
        await using var crm = await ThinkingCrm.StartAsync();
        await using var stage = await Stage.StartAsync([.. Settings, ("Crm:Url", crm.Address), ("Crm:Timeout", "00:00:10"), ("Webhooks:Budget", "00:00:18")]);
        await InsertHandAsync(stage, DorisPhone);
        await InsertNewcomerAsync(stage, """{"segment": "mine"}""", phone: null);
        using var service = new SignedClient(stage.Sandbox.Service, TimeProvider.System);

        var sync = service.SyncAsync(Hand);
        await crm.IsAskedAsync();
        await LinkAsync(stage);
        crm.Answer();

        Assert.Equal("synced", (await sync).Body.Text("outcome"));
        var user = await stage.Client.ReadUserAsync(Hand);
        Assert.Equal("mine", user["user_metadata"].GetProperty("segment").GetString());
        Assert.DoesNotContain("segment", user["app_metadata"].GetProperty("crm_sync").GetProperty("keys").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_changes_while_the_CRM_thinks_is_asked_about_anew()
    {
        await using var crm = await ThinkingCrm.StartAsync();
        await using var stage = await Stage.StartAsync([.. Settings, ("Crm:Url", crm.Address), ("Crm:Timeout", "00:00:10"), ("Webhooks:Budget", "00:00:18")]);
        await InsertHandAsync(stage, DorisPhone);
        using var service = new SignedClient(stage.Sandbox.Service, TimeProvider.System);

        var sync = service.SyncAsync(Hand);
        await crm.IsAskedAsync();
        await stage.Client.PatchAsync(Hand, $$"""{"phone_number": "{{EmilPhone}}", "phone_verified": true}""");
        crm.Answer();

        Assert.Equal("C-100606", (await sync).Body.Text("external_user_id"));
        Assert.Equal([DorisPhone, EmilPhone], crm.Numbers);
    }

    [Fact]
    public async Task A_number_that_another_identity_brings_is_not_the_Actions_to_judge()
    {
        // A listed connection asserts the same number as the code, and later another one, which then is the account's.
        await using var stage = await Stage.StartAsync([.. Settings]);
        await stage.Client.InsertUserAsync($$"""
            {"user_id": "{{Newcomer}}", "ssn": "197906623405", "phone_number": "{{DorisPhone}}", "phone_verified": true,
             "identities": [{"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
                            {"provider": "sms", "user_id": "1", "connection": "sms", "profileData": {"phone_number": "{{DorisPhone}}", "phone_verified": true} }] }
            """);
        Assert.Equal("Doris Nilsson", (await LogInAsync(stage, Shows(DorisPhone))).Claim(CrmStage.NameClaim).GetString());
        await stage.Client.ForgetCallsAsync();
        Assert.Equal("Doris Nilsson", (await LogInAsync(stage, Shows(DorisPhone))).Claim(CrmStage.NameClaim).GetString());
        Assert.Empty(await stage.Client.CallsAsync());

        Assert.Equal("Emil Berg", (await LogInAsync(stage, Shows(EmilPhone))).Claim(CrmStage.NameClaim).GetString());

        static string Shows(string phone) => $", \"phone_number\": \"{phone}\", \"phone_verified\": true";
    }

    [Fact]
    public async Task With_the_last_number_goes_what_was_known_of_it_and_then_nobody_is_asked()
    {
        await using var stage = await Stage.StartAsync([.. Settings]);
        await stage.Client.InsertUserAsync($$"""
            {"user_id": "{{Newcomer}}", "ssn": "197906623405",
             "identities": [{"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
                            {"provider": "sms", "user_id": "1", "connection": "sms", "profileData": {"phone_number": "{{DorisPhone}}", "phone_verified": true} }] }
            """);
        Assert.Equal("Doris Nilsson", (await LogInAsync(stage)).Claim(CrmStage.NameClaim).GetString());
        await stage.Client.UnlinkAsync(Newcomer, "sms", "1");

        Assert.Equal("{}", CrmAttackTests.ClaimsOf(await LogInAsync(stage)));

        var user = await stage.Client.ReadUserAsync(Newcomer);
        Assert.DoesNotContain("C-100605", user.ToString(), StringComparison.Ordinal);
        Assert.False(user["app_metadata"].TryGetProperty("crm_sync", out _));
        await stage.Client.ForgetCallsAsync();
        await LogInAsync(stage);
        Assert.Empty(await stage.Client.CallsAsync());
    }

    [Fact]
    public async Task A_proof_that_is_gone_is_gone_for_the_Action_as_well()
    {
        // An unlisted provider asserts the number that a code had proven, and the identity of the code is taken away.
        await using var stage = await Stage.StartAsync([.. Settings]);
        await stage.Client.InsertUserAsync($$"""
            {"user_id": "oidc|partner-portal|m", "phone_number": "{{DorisPhone}}", "phone_verified": true,
             "identities": [{"provider": "oidc", "user_id": "partner-portal|m", "connection": "partner-portal"},
                            {"provider": "sms", "user_id": "1", "connection": "sms", "profileData": {"phone_number": "{{DorisPhone}}", "phone_verified": true} }] }
            """);
        var profile = $$"""{"sub": "m", "phone_number": "{{DorisPhone}}", "phone_verified": true}""";
        Assert.Equal("Doris Nilsson", (await stage.Client.LogInAsync("partner-portal", profile)).Claim(CrmStage.NameClaim).GetString());

        await stage.Client.UnlinkAsync("oidc|partner-portal|m", "sms", "1");

        var login = await stage.Client.LogInAsync("partner-portal", profile);
        login.AssertSucceeded();
        Assert.Equal("{}", CrmAttackTests.ClaimsOf(login));
    }

    [Fact]
    public async Task A_login_that_is_linked_has_the_claims_of_the_account_that_it_continues_as()
    {
        await using var stage = await Stage.StartAsync(Settings);
        await InsertHandAsync(stage, DorisPhone);

        var login = await LogInAsync(stage);

        Assert.Equal(Hand, login.Claim("sub").GetString());
        Assert.Equal("C-100605", login.Claim(CrmStage.AllFields).GetProperty("externalUserId").GetString());
        Assert.Equal(["linked", "synced"], stage.Sandbox.ServiceAnswers.All.Select(answer => answer.Summary));
        Assert.Empty(login.Logs());
        Assert.Empty(login.Warnings());
        await stage.Client.ForgetCallsAsync();
        Assert.Equal("Doris Nilsson", (await LogInAsync(stage)).Claim(CrmStage.NameClaim).GetString());
        Assert.Empty(await stage.Client.CallsAsync());
    }

    [Fact]
    public async Task The_account_that_came_in_is_no_word_for_the_one_that_it_is_linked_to()
    {
        // Today's record of the account that signs in says C-100606, and after the switch it is another account.
        await using var stage = await Stage.StartAsync(Settings);
        using var service = await BothSyncedAsync(stage, DorisPhone);

        var login = await LogInAsync(stage);

        Assert.Equal((Hand, "C-100605"), (login.Claim("sub").GetString(), login.Claim(CrmStage.AllFields).GetProperty("externalUserId").GetString()));
        Assert.DoesNotContain("C-100606", login.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link", "linked")]
    [InlineData("crm", "synced")]
    [InlineData("link,crm", "linked synced")]
    public async Task The_Action_does_one_of_the_two_or_both(string features, string answers)
    {
        Dictionary<string, string> secrets = new() { [Sandbox.Hosting.ServiceDefaults.FeaturesName] = features };
        await using var stage = await Stage.StartAsync(Settings.Select(setting => KeyValuePair.Create(setting.Item1, setting.Item2)), secrets);
        await InsertHandAsync(stage, DorisPhone);

        var login = await LogInAsync(stage, ", \"phone_number\": \"+46701740606\", \"phone_verified\": true");

        Assert.Equal(answers, string.Join(' ', stage.Sandbox.ServiceAnswers.All.Select(answer => answer.Summary)));
        Assert.Equal(features.Contains("link", StringComparison.Ordinal) ? Hand : Newcomer, login.Claim("sub").GetString());
        Assert.Equal(features.Contains("crm", StringComparison.Ordinal), login["claims"].TryGetProperty(CrmStage.AllFields, out _));
    }

    [Fact]
    public async Task A_service_without_a_CRM_is_told_in_one_line_and_the_link_is_made()
    {
        await using var stage = await Stage.StartAsync([.. Settings, ("Crm:Enabled", "false")]);
        await InsertHandAsync(stage, DorisPhone);

        var login = await LogInAsync(stage);

        Assert.Equal(Hand, login.Claim("sub").GetString());
        Assert.Equal(["crm-sync: the login goes on without claims: status 404 crm_disabled; set Crm:Enabled, or the secret ACCOUNT_LINKING_FEATURES to link"], login.Logs());
    }

    private static async Task<JsonMap> LogInAsync(Stage stage, string more = "")
    {
        var login = await stage.Client.LogInAsync("swedish-bankid", $$"""{"sub": "anna", "ssn": "{{Stage.Number}}"{{more}}}""");
        login.AssertSucceeded();
        return login;
    }

    private static Task InsertHandAsync(Stage stage, string? phone) => stage.InsertHandMadeAsync(
        Hand, (phone is null ? "" : $", \"phone_number\": \"{phone}\", \"phone_verified\": true") + """, "user_metadata": {"language": "sv"}""");

    private static Task InsertNewcomerAsync(Stage stage, string userMetadata = """{"theme": "dark"}""", string? phone = EmilPhone) => stage.Client.InsertUserAsync($$"""
        {"user_id": "{{Newcomer}}", "created_at": "2026-01-01T00:00:00.000Z", "ssn": "{{Stage.Number}}", "user_metadata": {{userMetadata}}{{(phone is null ? "" : $", \"phone_number\": \"{phone}\", \"phone_verified\": true")}} }
        """);

    /// <summary>The account made by hand, and one that signs in with Emil's number; as far as they have one, the CRM was asked about both today.</summary>
    private static async Task<SignedClient> BothSyncedAsync(Stage stage, string? handsPhone)
    {
        await InsertHandAsync(stage, handsPhone);
        await InsertNewcomerAsync(stage);
        var service = new SignedClient(stage.Sandbox.Service, TimeProvider.System);
        if (handsPhone is not null) await AssertSyncAsync(service, Hand, "synced", "C-100605");
        await AssertSyncAsync(service, Newcomer, "synced", "C-100606");
        return service;
    }

    private static async Task<string> LinkAsync(Stage stage)
    {
        var answer = await stage.Service.LinkAsync(Newcomer);
        Assert.Equal("linked", answer.Body.Text("outcome"));
        return answer.Body.Text("link_id")!;
    }

    private static async Task AssertSyncAsync(SignedClient service, string userId, string outcome, string? externalId)
    {
        var answer = await service.SyncAsync(userId);
        Assert.Equal((HttpStatusCode.OK, outcome, externalId), (answer.Status, answer.Body.Text("outcome"), answer.Body.Text("external_user_id")));
    }

    private static string[] NamesOf(JsonMap user) => [.. user["user_metadata"].EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)];

    /// <summary>Key by key, without what the service notes of links.</summary>
    private static async Task<string> MetadataAsync(Stage stage, string userId)
    {
        var user = await stage.Client.ReadUserAsync(userId);
        return Sorted(user["user_metadata"]) + Sorted(user["app_metadata"]);
    }

    private static string Sorted(JsonElement map) => string.Join(
        ',', map.EnumerateObject().Where(field => field.Name is not ("account_linking" or "ssn_fingerprint")).OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => field.ToString()));

    /// <summary>It answers its first question when it is told to.</summary>
    private sealed class ThinkingCrm : IAsyncDisposable
    {
        private readonly TaskCompletionSource _answer = new();
        private CrmDouble _crm = null!;

        public string Address => _crm.Address;

        public IEnumerable<string> Numbers => _crm.Questions.Select(question => JsonElement.Parse(question.Body).GetProperty("phoneNumber").GetString()!);

        public static async Task<ThinkingCrm> StartAsync()
        {
            var thinking = new ThinkingCrm();
            thinking._crm = await CrmDouble.StartAsync(async (_, question, context) =>
            {
                await thinking._answer.Task;
                await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($$"""{"externalUserId": "C-100{{JsonElement.Parse(question.Body).GetProperty("phoneNumber").GetString()![^3..]}}", "segment": "private"}"""));
            });
            return thinking;
        }

        public Task IsAskedAsync() => _crm.IsAskedAsync(1);

        public void Answer() => _answer.SetResult();

        public ValueTask DisposeAsync() => _crm.DisposeAsync();
    }
}
