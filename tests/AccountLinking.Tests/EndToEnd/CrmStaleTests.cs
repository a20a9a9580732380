namespace AccountLinking.Tests.EndToEnd;

/// <summary>What was known is told while the CRM does not answer, for a while.</summary>
public sealed class CrmStaleTests
{
    /// <summary>Not tried again, so that one failure is one question.</summary>
    private const string Broken = "\"status\": 500";

    [Fact]
    public async Task What_was_known_is_served_with_its_date_for_two_days_and_nothing_is_written()
    {
        await using var stage = await CrmStage.StartAsync();
        var synced = await stage.SyncAsync("synced");
        var before = await stage.Client.EverybodyAsync();
        await stage.AnswerAsync("{}", status: 500);

        stage.Clock.Advance(CrmStage.Night);
        Assert.Equal(synced.ToString().Replace("synced", "stale", StringComparison.Ordinal), (await stage.SyncAsync("stale")).ToString());
        Assert.Equal(before, await stage.Client.EverybodyAsync());
        stage.Clock.Advance(TimeSpan.FromHours(48) - CrmStage.Night);
        Assert.Equal("2026-11-20T08:15:30Z", (await stage.SyncAsync("stale")).Text("last_update"));
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.SyncAsync("unavailable");
    }

    [Theory]
    [InlineData("Crm:MaxStale", "00:00:00")]
    [InlineData("Crm:MaxStale", "22:59:59")]
    public async Task How_long_is_a_setting(string name, string value)
    {
        await using var stage = await CrmStage.StartAsync((name, value));
        await stage.SyncAsync("synced");
        await stage.FailAsync(Broken);
        stage.Clock.Advance(CrmStage.Night);

        await stage.SyncAsync("unavailable");
    }

    [Fact]
    public async Task What_was_known_of_another_number_is_not_served()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.SyncAsync("synced");
        await stage.Client.PatchAsync(CrmStage.Doris, """{"phone_number": "+46701740606", "phone_verified": true}""");
        await stage.FailAsync(Broken);

        await stage.SyncAsync("unavailable");
    }

    [Fact]
    public async Task That_somebody_was_unknown_is_not_served()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.AnswerAsync("{}", status: 404);
        await stage.SyncAsync("not_found");
        await stage.FailAsync(Broken);
        stage.Clock.Advance(CrmStage.Night);

        await stage.SyncAsync("unavailable");
    }
}
