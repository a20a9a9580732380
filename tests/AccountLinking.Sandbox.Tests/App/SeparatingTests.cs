using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>What was joined is taken back.</summary>
public sealed class SeparatingTests(BrowserFixture fixture) : ProvingTests(fixture)
{
    [Fact]
    public async Task What_was_joined_can_be_taken_back_from_the_overview_too()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.GetByText("You have just joined two accounts.")).ToBeHiddenAsync();
        await JoinAsync();

        await App.Button("Back to the overview").ClickAsync();
        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.GetByText("You have just joined two accounts.")).ToBeVisibleAsync();
        await App.Button("Show them, or take it back").ClickAsync();

        await App.ExpectStepAsync("Your accounts are joined");
        await Assertions.Expect(App.Definition("The account that was joined to it")).ToHaveTextAsync($"e-mail and password {Person.AstridByPassword.UserId}");
        await App.Button("Separate the accounts").ClickAsync();
        await App.ExpectStepAsync("Your accounts are separate again");
        await AssertNothingJoinedAsync();
    }

    private async Task JoinAsync()
    {
        await App.Button("Join this account").ClickAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);
        await App.ExpectStepAsync("Your accounts are joined");
    }
}
