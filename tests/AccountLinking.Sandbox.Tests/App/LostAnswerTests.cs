using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>The service has done it, and the page does not hear of it.</summary>
public sealed class LostAnswerTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    [Fact]
    public async Task Joining_is_not_told_as_a_failure_and_a_new_sign_in_shows_that_it_was_done()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join this account").ClickAsync();
        await LoseAsync("POST");

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);

        await App.ExpectProblemAsync(
            "The answer did not arrive, so it is not known whether your accounts were joined. Sign in with the other one to see: if both ways open the same account, they are.", "Please sign in again");
        await App.Button("Sign in again").ClickAsync();
        await LoginPage.ChooseAsync(App.Page, Person.AstridByPassword);
        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.Locator("#account")).ToContainTextAsync("Astrid Lund (Google)");
    }

    [Fact]
    public async Task A_request_to_join_that_was_lost_is_sent_once_more()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join this account").ClickAsync();
        await App.Page.RouteAsync("**/api/me/identities", route => route.AbortAsync(), new() { Times = 1 });

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);

        await App.ExpectStepAsync("Your accounts are joined");
        Assert.Equal([Person.AstridByGoogle.UserId, Person.AstridByPassword.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));
    }

    [Fact]
    public async Task Separating_is_not_told_as_a_failure_and_a_reload_signs_in_to_neither_account()
    {
        await JoinAsync();
        await LoseAsync("DELETE");

        await App.Button("Separate the accounts").ClickAsync();

        await App.ExpectProblemAsync(
            "The answer did not arrive, so it is not known whether the accounts were separated. Please try again: it is not done twice.", "Your accounts are joined");
        Assert.Equal([Person.AstridByGoogle.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));
        await App.Page.ReloadAsync();
        await App.ExpectStepAsync("You are not signed in");
    }

    [Fact]
    public async Task Separating_what_is_separate_already_leads_to_a_new_sign_in()
    {
        await JoinAsync();
        await Control.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(Person.AstridByGoogle.UserId)}/identities/auth0/{Person.AstridByPassword.UserId["auth0|".Length..]}");

        await App.Button("Separate the accounts").ClickAsync();

        await App.ExpectProblemAsync("These accounts are not joined, or not any more. Please sign in again, with the one that you want to go on with.", "Please sign in again");
        await App.Button("Sign in again").ClickAsync();
        await LoginPage.ChooseAsync(App.Page, Person.AstridByPassword);
        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.Locator("#account")).ToContainTextAsync("Astrid Lund (e-mail and password)");
    }

    private async Task JoinAsync()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join this account").ClickAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);
        await App.ExpectStepAsync("Your accounts are joined");
    }

    /// <summary>The service does what it is asked to do, once, and its answer does not arrive.</summary>
    private Task LoseAsync(string method)
    {
        var lost = 0;
        return App.Page.RouteAsync("**/api/me/identities{,/**}", async route =>
        {
            if (route.Request.Method != method || Interlocked.Exchange(ref lost, 1) == 1)
            {
                await route.ContinueAsync();
                return;
            }

            await route.FetchAsync();
            await route.AbortAsync();
        });
    }
}
