using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>Whom the page shows to whom, and what it says where there is nobody, or nobody may be shown.</summary>
public sealed class OverviewTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    private static readonly Person Kim = new("Kim", "Username-Password-Authentication", "auth0|kim");

    [Fact]
    public async Task Who_signed_in_over_a_connection_that_is_not_listed_is_shown_nobody_and_can_join_all_the_same()
    {
        await Control.InsertUserAsync("""{"user_id": "oidc|freja-eid|astrid", "email": "astrid.lund@example.com", "email_verified": true, "name": "Astrid Lund"}""");

        await App.SignInAsync(new Person("Astrid Lund", "freja-eid", "oidc|freja-eid|astrid"));

        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.GetByText("For the way in which you signed in, we make no suggestions.")).ToBeVisibleAsync();
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
        await Assertions.Expect(App.Button("Join another account")).ToBeEnabledAsync();
        await Assertions.Expect(App.Problem).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_has_no_other_account_is_told_so()
    {
        await App.SignInAsync(Person.Bo);

        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.GetByText("We know of no other account with your e-mail address.")).ToBeVisibleAsync();
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
        Assert.Empty(App.Errors);
    }

    [Fact]
    public async Task Accounts_of_two_people_stay_apart_and_the_page_says_why()
    {
        await Control.InsertUserAsync("""{"user_id": "auth0|kim", "email": "kim@example.com", "email_verified": true, "name": "Kim", "app_metadata": {"userSocialSecurityNumber": "198208273584"}}""");
        await App.SignInAsync(Kim);
        await App.Button("Join another account").ClickAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);

        await App.ExpectProblemAsync("The two accounts belong to different people, as far as we know, so they stay apart.", "Accounts that may be yours");
        Assert.Equal([Kim.UserId], await IdentitiesOfAsync(Kim.UserId));
    }

    [Fact]
    public async Task Accounts_that_another_tab_has_separated_since_stay_apart_until_the_person_signs_in_again()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");
        await JoinAndSeparateAsync(await App.Context.NewPageAsync());
        await App.Button("Join this account").ClickAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);

        await App.ExpectProblemAsync(
            "One of these accounts was separated from another after you had signed in to it, so nothing was joined. If the two belong together, please sign in again, first to the one and then to the other.",
            "Please sign in again");
        await App.Button("Sign in again").ClickAsync();
        await LoginPage.ChooseAsync(App.Page, Person.AstridByGoogle);
        await App.Button("Join this account").ClickAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);
        await App.ExpectStepAsync("Your accounts are joined");
    }

    [Fact]
    public async Task A_name_is_text_whatever_it_looks_like()
    {
        const string Name = "<img src=nowhere onerror=alert(1)>";
        await Control.InsertUserAsync($$"""{"user_id": "auth0|kim", "email": "kim@example.com", "email_verified": true, "name": "{{Name}}"}""");

        await App.SignInAsync(Kim with { Name = Name });

        await Assertions.Expect(App.Page.Locator("#account")).ToContainTextAsync($"Signed in as {Name} (e-mail and password)");
        await Assertions.Expect(App.Page.Locator("img")).ToHaveCountAsync(0);
    }

    private async Task JoinAndSeparateAsync(IPage tab)
    {
        await tab.GotoAsync(App.Address.AbsoluteUri);
        await AppBrowser.Button(tab, "Join this account").ClickAsync();
        var window = await tab.RunAndWaitForPopupAsync(() => AppBrowser.Button(tab, "Sign in to the other account").ClickAsync());
        await LoginPage.ChooseAsync(window, Person.AstridByPassword);
        await AppBrowser.Button(tab, "Separate the accounts").ClickAsync();
        await Assertions.Expect(tab.GetByRole(AriaRole.Heading, new() { Name = "Your accounts are separate again" })).ToBeVisibleAsync();
    }
}
