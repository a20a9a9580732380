using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>The whole story, as a person plays it who has no mouse: sign in, see the other account, prove it, join, separate.</summary>
public sealed class KeyboardStoryTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    [Fact]
    public async Task A_person_joins_the_other_account_to_the_one_at_hand_and_separates_them_again()
    {
        await SignInAsync(Person.AstridByGoogle);
        await StartProofAsync();
        await ProveAsync(Person.AstridByPassword);

        await App.ExpectStepAsync("Your accounts are joined");
        await Assertions.Expect(App.Definition("The account that stays")).ToHaveTextAsync($"Google {Person.AstridByGoogle.UserId}");
        await Assertions.Expect(App.Definition("The account that was joined to it")).ToHaveTextAsync($"e-mail and password {Person.AstridByPassword.UserId}");
        Assert.Equal([Person.AstridByGoogle.UserId, Person.AstridByPassword.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));

        await Keyboard.PressEnterOnAsync(App.Button("Separate the accounts"));

        await App.ExpectStepAsync("Your accounts are separate again");
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Listitem)).ToHaveTextAsync($"e-mail and password {Person.AstridByPassword.UserId}");
        Assert.Equal([Person.AstridByGoogle.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));
        Assert.Equal([Person.AstridByPassword.UserId], await IdentitiesOfAsync(Person.AstridByPassword.UserId));
        Assert.Empty(App.Errors);
    }

    [Fact]
    public async Task A_person_keeps_the_other_account_and_signs_in_again()
    {
        await SignInAsync(Person.AstridByGoogle);
        await StartProofAsync();
        await App.Page.GetByRole(AriaRole.Radio, new() { Name = "The one that I am signed in to now" }).TabToAsync();
        await App.Page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Radio, new() { Name = "The other one" })).ToBeCheckedAsync();
        await ProveAsync(Person.AstridByPassword);

        await App.ExpectStepAsync("Your accounts are joined: please sign in again");
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Banner)).Not.ToContainTextAsync("Signed in as", new() { UseInnerText = true });
        await Assertions.Expect(App.Button("Sign out")).ToBeVisibleAsync();
        Assert.Equal([Person.AstridByPassword.UserId, Person.AstridByGoogle.UserId], await IdentitiesOfAsync(Person.AstridByPassword.UserId));
        await Keyboard.PressEnterOnAsync(App.Button("Sign in again"));
        await Keyboard.PressEnterOnAsync(LoginPage.Button(App.Page, Person.AstridByGoogle));

        await App.ExpectStepAsync("Your accounts are joined");
        await Assertions.Expect(App.Definition("The account that stays")).ToHaveTextAsync($"e-mail and password {Person.AstridByPassword.UserId}");
        await Keyboard.PressEnterOnAsync(App.Button("Separate the accounts"));

        await App.ExpectStepAsync("Your accounts are separate again");
        Assert.Equal([Person.AstridByPassword.UserId], await IdentitiesOfAsync(Person.AstridByPassword.UserId));
        Assert.Equal([Person.AstridByGoogle.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));

        // The tenant's session is Google's, which stands alone again: the person is asked all the same.
        await Keyboard.PressEnterOnAsync(App.Button("Sign in again"));
        await Keyboard.PressEnterOnAsync(LoginPage.Button(App.Page, Person.AstridByPassword));
        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.Locator("#account")).ToContainTextAsync("Astrid Lund (e-mail and password)");
        Assert.Empty(App.Errors);
    }

    private async Task SignInAsync(Person person)
    {
        await App.Page.GotoAsync(App.Address.AbsoluteUri);
        await Keyboard.PressEnterOnAsync(App.Button("Sign in"));
        await Keyboard.PressEnterOnAsync(LoginPage.Button(App.Page, person));
        await App.ExpectStepAsync("Accounts that may be yours");
    }

    private async Task StartProofAsync()
    {
        await Keyboard.PressEnterOnAsync(App.Button("Join this account: A••• L••• (e-mail and password)"));
        await App.ExpectStepAsync("Show that the other account is yours");
    }

    private async Task ProveAsync(Person person)
    {
        await App.Button("Sign in to the other account").TabToAsync();
        var window = await App.Page.RunAndWaitForPopupAsync(() => App.Page.Keyboard.PressAsync("Enter"));
        await Keyboard.PressEnterOnAsync(LoginPage.Button(window, person));
    }
}
