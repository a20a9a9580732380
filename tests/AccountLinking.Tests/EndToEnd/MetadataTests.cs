using System.Net;
using System.Text.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>What becomes of the metadata of two accounts that are joined, and when the link fails after it was written.</summary>
public sealed class MetadataTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";
    private const string Patch = $"PATCH /api/v2/users/{Hand}";
    private const string Post = $"POST /api/v2/users/{Hand}/identities";

    [Fact]
    public async Task Of_both_sides_is_kept_and_written_before_the_link_in_one_patch_with_the_marker()
    {
        await InsertHandMadeAsync(more: """, "email": "anna@example.com", "email_verified": true""");
        await InsertNewcomerAsync(""", "user_metadata": {"language": "en", "theme": "dark"}, "app_metadata": {"plan": "gold", "tags": ["a"]}""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Equal([$"GET /api/v2/users/{Newcomer}", "GET /api/v2/users", $"GET /api/v2/users/{Hand}", $"GET /api/v2/users/{Newcomer}", Patch, Post], await CallsAsync());
        var survivor = await Client.ReadUserAsync(Hand);
        ApiAssert.JsonEqual("""{"language": "sv", "theme": "dark"}""", survivor["user_metadata"]);
        var app = survivor["app_metadata"];
        Assert.Equal((Number, "gold", """["a"]"""), (app.GetProperty("userSocialSecurityNumber").GetString(), app.GetProperty("plan").GetString(), app.GetProperty("tags").GetRawText()));
        Assert.Equal("f7d54c22dda5b178", app.GetProperty("account_linking").GetProperty("email_hash").GetString());
        Assert.Matches("^[0-9a-f]{72}$", app.GetProperty("ssn_fingerprint").GetString());
    }

    [Fact]
    public async Task Numbers_dates_and_letters_of_all_kinds_arrive_as_they_were()
    {
        const string Values = """
            {"big": 12345678901234567890, "small": 1e-400, "price": 1.10, "minus": -0.0, "date": "2026-11-20T09:15:30.1234567+01:00", "name": "Åsa Öberg 阿 😀 \u202e", "quote": "\"\\/<>&'",
             "control": "\u0000\u001f", "deep": {"a": [[], {}, [null, false, 0, ""]]}}
            """;
        await InsertHandMadeAsync();
        await InsertNewcomerAsync($$""", "user_metadata": {"all": {{Values}} }, "app_metadata": {"all": {{Values}} }""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        var survivor = await Client.ReadUserAsync(Hand);
        var expected = JsonElement.Parse(Values);
        foreach (var found in (JsonElement[])[survivor["user_metadata"].GetProperty("all"), survivor["app_metadata"].GetProperty("all")])
        {
            Assert.True(JsonElement.DeepEquals(expected, found), found.GetRawText());
            foreach (var name in (string[])["big", "small", "price", "minus"]) Assert.Equal(expected.GetProperty(name).GetRawText(), found.GetProperty(name).GetRawText());
        }
    }

    [Fact]
    public async Task Of_an_account_that_survives_unchanged_is_not_written()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"language": "en"}, "app_metadata": {}""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Equal([Post, Patch], (await CallsAsync())[^2..]);
        ApiAssert.JsonEqual("""{"language": "sv"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task Keys_that_Auth0_refuses_are_left_behind_and_the_rest_is_joined()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"a.b": 1, "theme": {"$x": 1, "color": "red"}}, "app_metadata": {"loginsCount": 7, "plan": "gold"}""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        var survivor = await Client.ReadUserAsync(Hand);
        ApiAssert.JsonEqual("""{"language": "sv", "theme": {"color": "red"}}""", survivor["user_metadata"]);
        Assert.Equal("gold", survivor["app_metadata"].GetProperty("plan").GetString());
        Assert.False(survivor["app_metadata"].TryGetProperty("loginsCount", out _));
    }

    [Fact]
    public async Task An_older_newcomer_absorbs_the_other_account_with_its_metadata_and_is_marked_for_five_minutes_in_the_same_patch()
    {
        var before = DateTimeOffset.UtcNow;
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(created: "2019-01-01T00:00:00.000Z");

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Newcomer);

        Assert.Equal([$"PATCH /api/v2/users/{Newcomer}", $"POST /api/v2/users/{Newcomer}/identities"], (await CallsAsync())[^2..]);
        var survivor = await Client.ReadUserAsync(Newcomer);
        ApiAssert.JsonEqual("""{"language": "sv"}""", survivor["user_metadata"]);
        Assert.Equal(Number, survivor["app_metadata"].GetProperty("userSocialSecurityNumber").GetString());
        Assert.InRange(survivor["app_metadata"].GetProperty("account_linking").GetProperty("next_check_at").GetDateTimeOffset(), before.AddMinutes(5).AddSeconds(-1), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task An_older_newcomer_whose_link_certainly_was_not_made_is_not_marked_either()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(created: "2019-01-01T00:00:00.000Z");
        await SetFaultAsync($$"""{"method": "POST", "path": "/api/v2/users/{{Newcomer}}/identities", "status": 403, "times": 9}""");

        Assert.Equal("auth0_forbidden", (await Service.LinkAsync(Newcomer)).Body.Text("code"));

        Assert.Equal("{}", $"{(await Client.ReadUserAsync(Newcomer))["user_metadata"]}");
        Assert.False((await Client.ReadUserAsync(Newcomer)).ContainsKey("app_metadata"));
    }

    [Theory]
    [InlineData("""{"status": 403}""", "auth0_forbidden")]
    [InlineData("""{"status": 401}""", "auth0_unauthorized")]
    [InlineData("""{"status": 400, "body": {"message": "no"}}""", "auth0_rejected")]
    [InlineData("""{"status": 409}""", "auth0_rejected")]
    [InlineData("""{"status": 404}""", "auth0_rejected")]
    [InlineData("""{"status": 422}""", "auth0_rejected")]
    [InlineData("""{"status": 429}""", "auth0_rate_limited")]
    public async Task A_link_that_Auth0_certainly_did_not_make_leaves_the_primary_as_it_was_and_the_next_attempt_joins(string fault, string code)
    {
        await InsertHandMadeAsync(more: """, "nickname": "x" """);
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark", "language": "en"}, "app_metadata": {"plan": "gold"}""");
        var before = await MetadataOfAsync(Hand);
        await SetFaultAsync(Fault("POST", fault, times: 9));

        var answer = await Service.LinkAsync(Newcomer);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, code), (answer.Status, answer.Body.Text("code")));
        Assert.Equal(before, await MetadataOfAsync(Hand));
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);
        Assert.Equal("dark", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("theme").GetString());
    }

    [Theory]
    [InlineData("""{"status": 503}""", "auth0_unavailable")]
    [InlineData("""{"reset": true}""", "auth0_unavailable")]
    public async Task A_link_of_which_nothing_is_known_leaves_the_metadata_where_it_is_safe_and_the_next_attempt_joins(string fault, string code)
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark", "list": [1]}""");
        await SetFaultAsync(Fault("POST", fault, times: 9));

        Assert.Equal(code, (await Service.LinkAsync(Newcomer)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await ForgetCallsAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);
        Assert.Equal(1, (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("list").GetArrayLength());
        Assert.DoesNotContain($"PATCH /api/v2/users/{Newcomer}", await CallsAsync());
    }

    [Theory]
    [InlineData("""{"status": 503}""")]
    [InlineData("""{"reset": true}""")]
    public async Task A_link_that_took_effect_although_its_answer_was_lost_keeps_the_metadata(string fault)
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        await SetFaultAsync(Fault("POST", fault, times: 1, when: "after"));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Equal("dark", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("theme").GetString());
        Assert.Single(await CallsAsync(), call => call == Post);
    }

    [Theory]
    [InlineData("""{"status": 403}""", "auth0_forbidden")]
    [InlineData("""{"status": 400}""", "auth0_rejected")]
    [InlineData("""{"status": 401}""", "auth0_unauthorized")]
    public async Task A_link_that_took_effect_unseen_keeps_the_metadata_and_the_next_attempt_finds_it(string fault, string code)
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        await SetFaultAsync(Fault("POST", """{"status": 502}""", times: 1, when: "after"));
        // The first time it is read as a candidate.
        await SetFaultAsync($$"""{"method": "GET", "path": "/api/v2/users/{{Hand}}", "delay_ms": 1, "times": 1}""");
        await SetFaultAsync($$"""{"method": "GET", "path": "/api/v2/users/{{Hand}}", "times": 9, {{fault.TrimStart('{')}}""");

        Assert.Equal(code, (await Service.LinkAsync(Newcomer)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        Assert.Equal("dark", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("theme").GetString());
        AssertAnswer(await Service.LinkAsync(Newcomer), "already_linked", Hand, rule: null);
    }

    [Theory]
    [InlineData("""{"status": 503}""", 1, true)]
    [InlineData("""{"status": 429, "headers": {"retry-after": "0"}}""", 2, true)]
    [InlineData("""{"reset": true}""", 1, true)]
    [InlineData("""{"status": 400, "body": {"message": "no"}}""", 1, false)]
    [InlineData("""{"status": 503}""", 9, false)]
    public async Task Metadata_that_cannot_be_written_stops_the_link(string fault, int times, bool isLinked)
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        await SetFaultAsync(Fault("PATCH", fault, times));

        var answer = await Service.LinkAsync(Newcomer);

        Assert.Equal(isLinked ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal(isLinked, (await IdentitiesAsync(Hand)).Length == 2);
        Assert.Equal(isLinked, (await CallsAsync()).Contains(Post));
    }

    [Fact]
    public async Task Metadata_that_was_written_unseen_is_taken_back_when_it_is_refused_afterwards()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        await SetFaultAsync(Fault("PATCH", """{"status": 503}""", times: 1, when: "after"));
        await SetFaultAsync(Fault("PATCH", """{"status": 403}""", times: 1));

        Assert.Equal("auth0_forbidden", (await Service.LinkAsync(Newcomer)).Body.Text("code"));

        ApiAssert.JsonEqual("""{"language": "sv"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_after_the_patch_was_sent_finds_everything_done()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        await SetFaultAsync(Fault("PATCH", """{"delay_ms": 1000}""", times: 1, when: "after"));
        using var caller = new CancellationTokenSource();

        var request = Service.LinkUntilAsync(Newcomer, caller.Token);
        await WaitUntilAsync(async () => (await Client.ReadUserAsync(Hand))["user_metadata"].TryGetProperty("theme", out _));
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        await Sandbox.ServiceAnswers.UntilIdleAsync();
        Assert.Equal([Hand, Newcomer], await IdentitiesAsync(Hand));
        Assert.Equal("dark", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("theme").GetString());
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> isSoAsync)
    {
        for (var turn = 0; turn < 1000 && !await isSoAsync(); turn++) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private async Task<string> MetadataOfAsync(string userId)
    {
        var user = await Client.ReadUserAsync(userId);
        return $"{user["user_metadata"]} {user["app_metadata"]}";
    }

    private static string Fault(string method, string how, int times, string when = "before") =>
        $$"""{"method": "{{method}}", "path": "/api/v2/users/*", "times": {{times}}, "when": "{{when}}", {{how.TrimStart('{')}}""";
}
