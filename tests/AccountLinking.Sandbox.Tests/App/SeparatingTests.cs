using System.Buffers.Text;
using System.Text;
using AccountLinking.Sandbox.Json;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>What was joined is taken back, and what comes after that.</summary>
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

    /// <summary>The service joins nothing by a token that is older than a separation of its account.</summary>
    [Fact]
    public async Task Joining_again_goes_by_a_token_that_is_newer_than_the_separation()
    {
        var tokens = new List<string>();
        App.Page.Request += (_, request) => Remember(tokens, request);
        await App.SignInAsync(Person.AstridByGoogle);
        await JoinAsync();
        await App.Button("Separate the accounts").ClickAsync();
        await App.ExpectStepAsync("Your accounts are separate again");
        var separated = DateTimeOffset.UtcNow;
        // Whole seconds: a token of the second of the separation would not be told from one of just before it.
        await WaitForSecondAfterAsync(separated);

        await App.Button("Sign in again").ClickAsync();
        await LoginPage.ChooseAsync(App.Page, Person.AstridByGoogle);
        await JoinAsync();

        Assert.Equal(3, tokens.Count);
        Assert.True(IssuedAt(tokens[2]) > separated);
        Assert.Equal([Person.AstridByGoogle.UserId, Person.AstridByPassword.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));
    }

    [Fact]
    public async Task After_a_separation_the_page_asks_nothing_more_with_the_token_from_before_it()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await JoinAsync();
        await App.Button("Separate the accounts").ClickAsync();
        await App.ExpectStepAsync("Your accounts are separate again");
        await Assertions.Expect(App.Page.GetByText("Signed in as")).ToBeHiddenAsync();
        var asked = App.Requests.Count;

        // There is no button for it on the screen.
        await App.Page.EvaluateAsync("document.querySelector('[data-action=overview]').click()");

        await App.ExpectProblemAsync("Your sign-in has expired. Please sign in again.", "You are not signed in");
        Assert.Equal(asked, App.Requests.Count);
    }

    private async Task JoinAsync()
    {
        await App.Button("Join this account").ClickAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);
        await App.ExpectStepAsync("Your accounts are joined");
    }

    /// <summary>Of the requests that join or separate.</summary>
    private static void Remember(List<string> tokens, IRequest request)
    {
        if (request.Method is not ("POST" or "DELETE") || !new Uri(request.Url).AbsolutePath.StartsWith("/api/me/identities", StringComparison.Ordinal)) return;
        lock (tokens) tokens.Add(request.Headers["authorization"]["Bearer ".Length..]);
    }

    private static DateTimeOffset IssuedAt(string token) =>
        DateTimeOffset.FromUnixTimeSeconds(JsonMap.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])))["iat"].GetInt64());

    private static async Task WaitForSecondAfterAsync(DateTimeOffset time)
    {
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() <= time.ToUnixTimeSeconds()) await Task.Delay(50, TestContext.Current.CancellationToken);
    }
}
