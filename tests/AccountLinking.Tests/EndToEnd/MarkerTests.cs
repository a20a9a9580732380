using System.Globalization;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary><c>app_metadata.account_linking.next_check_at</c>, and the logins that it spares.</summary>
public sealed class MarkerTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    [Theory]
    [InlineData("2020-01-01T00:00:00.000Z", 1440)]
    [InlineData(null, 5)]
    public async Task Is_a_day_ahead_and_five_minutes_for_a_new_account(string? created, int minutes)
    {
        await InsertNewcomerAsync(created: created ?? DateTimeOffset.UtcNow.AddMinutes(-59).ToString("O", CultureInfo.InvariantCulture));
        var before = DateTimeOffset.UtcNow;

        await Service.LinkAsync(Newcomer);

        var marker = (await Client.ReadUserAsync(Newcomer))["app_metadata"].GetProperty("account_linking").GetProperty("next_check_at").GetString()!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", marker);
        Assert.InRange(DateTimeOffset.Parse(marker, CultureInfo.InvariantCulture), before.AddMinutes(minutes).AddSeconds(-1), DateTimeOffset.UtcNow.AddMinutes(minutes));
    }

    [Fact]
    public async Task Leaves_what_else_the_account_has_in_app_metadata()
    {
        await InsertNewcomerAsync(""", "app_metadata": {"plan": "gold", "account_linking": {"never": ["x"], "next_check_at": "2020-01-01T00:00:00Z"}}""");

        await Service.LinkAsync(Newcomer);

        var metadata = (await Client.ReadUserAsync(Newcomer))["app_metadata"];
        Assert.Equal("gold", metadata.GetProperty("plan").GetString());
        Assert.Equal("""["x"]""", metadata.GetProperty("account_linking").GetProperty("never").GetRawText());
        Assert.StartsWith("20", metadata.GetProperty("account_linking").GetProperty("next_check_at").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_written_again_while_it_holds()
    {
        await InsertNewcomerAsync();
        await Service.LinkAsync(Newcomer);
        await ForgetCallsAsync();

        await Service.LinkAsync(Newcomer);

        Assert.DoesNotContain(await CallsAsync(), call => call.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("swedish-bankid", """{"sub": "bo", "ssn": "196802020575"}""")]
    [InlineData("partner-portal", """{"sub": "bo", "ssn": "196802020575"}""")]
    [InlineData("sms", """{"sub": "bo"}""")]
    public async Task A_second_login_takes_no_call_at_all(string connection, string profile)
    {
        (await Client.LogInAsync(connection, profile)).AssertSucceeded();
        await ForgetCallsAsync();

        (await Client.LogInAsync(connection, profile)).AssertSucceeded();

        Assert.Empty((await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_login_that_was_joined_takes_no_call_the_next_time_and_is_the_same_person()
    {
        await InsertHandMadeAsync();
        Assert.Equal("auth0|hand", await SubjectOfLoginAsync());
        await ForgetCallsAsync();

        Assert.Equal("auth0|hand", await SubjectOfLoginAsync());

        Assert.Empty((await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray());
    }

    [Fact]
    public async Task A_login_that_was_refused_asks_again_the_next_time()
    {
        await InsertHandMadeAsync(more: """, "blocked": true""");
        await SubjectOfLoginAsync();
        await ForgetCallsAsync();

        await SubjectOfLoginAsync();

        Assert.NotEmpty(await CallsAsync());
    }

    private async Task<string?> SubjectOfLoginAsync()
    {
        JsonMap login = await Client.LogInAsync("swedish-bankid", $$"""{"sub": "anna", "ssn": "{{Number}}"}""");
        login.AssertSucceeded();
        Assert.Empty(login.Logs());
        return login.Claim("sub") is { ValueKind: JsonValueKind.String } subject ? subject.GetString() : null;
    }
}
