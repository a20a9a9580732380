namespace AccountLinking.Sandbox.Tests.App;

/// <summary>Astrid is signed in, and has chosen the account that is to be proven.</summary>
public abstract class ProvingTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    protected const string ProveStep = "Show that the other account is yours";

    protected async Task SignInAndChooseAsync()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join this account").ClickAsync();
        await App.ExpectStepAsync(ProveStep);
    }

    protected async Task AssertNothingJoinedAsync()
    {
        Assert.Equal([Person.AstridByGoogle.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));
        Assert.Equal([Person.AstridByPassword.UserId], await IdentitiesOfAsync(Person.AstridByPassword.UserId));
    }
}
