using System.Net;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A journal that cannot be written: nothing is changed at Auth0, and the login goes on.</summary>
public sealed class JournalTroubleTests : IDisposable
{
    private const string Hand = "auth0|hand";
    private const string Anna = "oidc|swedish-bankid|anna";

    /// <summary>A file where the folder should be.</summary>
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Nothing_is_changed_and_the_login_goes_on()
    {
        await using var stage = await Stage.StartAsync(("Journal:Path", _file));
        await stage.InsertHandMadeAsync(Hand);

        var login = await stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(Anna, login.Claim("sub").GetString());
        Assert.All(stage.Sandbox.ServiceAnswers.All, answer => Assert.Equal("503: journal_unavailable", answer.Summary));
        Assert.All(await stage.Client.CallsAsync(), call => Assert.StartsWith("GET ", call, StringComparison.Ordinal));
        Assert.Equal([Hand], await stage.Client.IdentitiesAsync(Hand));
    }

    [Fact]
    public async Task Says_what_to_do_and_nothing_of_whom_it_is_about()
    {
        await using var stage = await Stage.StartAsync(("Journal:Path", _file));
        await stage.InsertHandMadeAsync(Hand);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "{{Stage.Number}}"}""");

        var answer = await stage.Service.LinkAsync(Anna);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "journal_unavailable"), (answer.Status, answer.Body.Text("code")));
        Assert.Equal(
            "The journal's folder cannot be used (IOException): check that Journal:Path is a folder that the service may write, with space left.", answer.Body.Text("detail"));
        Assert.DoesNotContain("anna", answer.Text, StringComparison.Ordinal);
        Assert.Equal("journal_unavailable", (await stage.Service.UnlinkAsync("0123456789abcdef0123456789abcdef")).Body.Text("code"));
    }

    [Fact]
    public async Task Whoever_has_nobody_to_be_joined_with_needs_no_journal()
    {
        await using var stage = await Stage.StartAsync(("Journal:Path", _file));
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "{{Stage.Number}}"}""");

        LinkAssert.Answered(await stage.Service.LinkAsync(Anna), "no_match", Anna);
        LinkAssert.Answered(await stage.Service.LinkAsync("auth0|nobody"), "not_eligible", "auth0|nobody", rule: null, reason: "user_not_found");
    }

    [Fact]
    public async Task A_dry_run_writes_no_journal()
    {
        await using var stage = await Stage.StartAsync(("Journal:Path", _file), ("Linking:DryRun", "true"));
        await stage.InsertHandMadeAsync(Hand);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "{{Stage.Number}}"}""");

        Assert.Equal("linked", (await stage.Service.LinkAsync(Anna)).Body.Text("outcome"));
    }
}
