using System.Net;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Linking.Sweeping;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>
/// A record that nobody can read might say that two accounts were separated: whom it is about is joined with nobody until somebody restores it
/// or gives it up. Nobody else is touched.
/// </summary>
public sealed class DamagedJournalTests : JournalTests
{
    private const string Later = "oidc|swedish-bankid|later";

    private string _link = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _link = await LinkPairAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Later}}", "ssn": "{{Stage.Number}}"}""");
        await File.WriteAllTextAsync(Path.Combine(Folder, "records", _link), "torn", Cancellation);
    }

    [Fact]
    public async Task The_trouble_is_named_and_nobody_is_joined_until_the_record_is_erased()
    {
        var answer = await Service.LinkAsync(Later);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "journal_unavailable"), (answer.Status, answer.Body.Text("code")));
        Assert.Contains($"document records/{_link} cannot be read", answer.Body.Text("detail"), StringComparison.Ordinal);
        Assert.Equal([Hand, Anna], await Client.IdentitiesAsync(Hand));

        using var services = Compose();
        Assert.Equal(1, await services.GetRequiredService<JournalDesk>().EraseAsync(UserId.Parse(Hand), Cancellation));
        LinkAssert.Answered(await Service.LinkAsync(Later), "linked", Hand);
        Assert.Equal(1, await services.GetRequiredService<JournalDesk>().EraseAsync(UserId.Parse(Later), Cancellation));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Folder, "records")));
    }

    [Fact]
    public async Task A_login_goes_on_and_others_are_joined()
    {
        (await Client.LogInAsync("swedish-bankid", $$"""{"sub": "later", "ssn": "{{Stage.Number}}"}""")).AssertSucceeded();
        await Client.InsertUserAsync("""{"user_id": "auth0|bo", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "198112289874"} }""");
        await Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|bo", "ssn": "198112289874"}""");

        LinkAssert.Answered(await Service.LinkAsync("oidc|swedish-bankid|bo"), "linked", "auth0|bo");
    }

    [Fact]
    public async Task It_is_erased_when_it_is_too_old()
    {
        using var services = Compose();
        var care = services.GetRequiredService<JournalCare>();
        Clock.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await care.EraseOldAsync(Cancellation));

        Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await care.EraseOldAsync(Cancellation));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Folder, "records")));
    }
}
