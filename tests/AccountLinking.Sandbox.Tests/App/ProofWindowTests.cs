using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>The small window itself: whether it opens, who closes it, and for how long it is waited for.</summary>
public sealed class ProofWindowTests(BrowserFixture fixture) : ProvingTests(fixture)
{
    [Fact]
    public async Task A_browser_that_blocks_the_window_is_said_to()
    {
        // As browsers do it that block windows; this one has been told by its driver not to.
        await App.Page.AddInitScriptAsync("window.open = () => null");
        await SignInAndChooseAsync();

        await App.Button("Sign in to the other account").ClickAsync();

        await App.ExpectProblemAsync("Your browser has blocked the small window. Please allow windows of this page, and try again.", ProveStep);
    }

    [Fact]
    public async Task The_window_asks_for_the_chosen_way_to_sign_in_even_where_somebody_is_signed_in()
    {
        await SignInAndChooseAsync();

        var window = await App.OpenProofWindowAsync();

        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByGoogle)).ToHaveCountAsync(0);
        await Assertions.Expect(LoginPage.Button(window, Person.Bo)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Closing_the_window_joins_nothing_and_the_person_is_told_how_to_go_on()
    {
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();

        await window.CloseAsync();

        await Assertions.Expect(App.Status).ToHaveTextAsync("If you have closed the small window, choose Cancel.");
        await App.Button("Cancel").ClickAsync();
        await App.ExpectStatusAsync("You cancelled before you had signed in, so nothing was joined.", ProveStep);
        await AssertNothingJoinedAsync();
    }

    [Fact]
    public async Task Cancelling_closes_the_window_and_the_next_try_works()
    {
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        var closed = WhenClosed(window);

        await App.Button("Cancel").ClickAsync();

        await App.ExpectStatusAsync("You cancelled before you had signed in, so nothing was joined.", ProveStep);
        await closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await AssertNothingJoinedAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);
        await App.ExpectStepAsync("Your accounts are joined");
        await Assertions.Expect(App.Problem).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_page_on_the_way_that_cuts_the_tie_between_the_windows_does_not_end_the_proof()
    {
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        var (login, closed) = (window.Url, WhenClosed(window));
        await window.RouteAsync("**/provider", route => route.FulfillAsync(new()
        {
            ContentType = "text/html",
            Headers = new Dictionary<string, string> { ["Cross-Origin-Opener-Policy"] = "same-origin" },
            Body = "<title>The provider</title>",
        }));

        await window.GotoAsync(new Uri(Sandbox.Tenant, "provider").AbsoluteUri);
        await Assertions.Expect(App.Status).ToHaveTextAsync("If you have closed the small window, choose Cancel.");
        await window.GotoAsync(login);
        await LoginPage.ChooseAsync(window, Person.AstridByPassword);

        await App.ExpectStepAsync("Your accounts are joined");
        await closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_proof_that_takes_too_long_ends()
    {
        await App.Page.Clock.InstallAsync();
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();

        await App.Page.Clock.FastForwardAsync("10:01");

        await App.ExpectProblemAsync("The sign-in to the other account took too long, so nothing was joined. Please try again.", ProveStep);
        await AssertNothingJoinedAsync();
    }

    [Fact]
    public async Task Cancelling_works_also_before_the_window_has_an_address()
    {
        await SignInAndChooseAsync();
        await App.Page.RouteAsync("**/api/me/link-challenges", _ => Task.CompletedTask);
        var closed = WhenClosed(await App.OpenProofWindowAsync());

        await App.Button("Cancel").ClickAsync();

        await App.ExpectStatusAsync("You cancelled before you had signed in, so nothing was joined.", ProveStep);
        await closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Signing_out_ends_the_proof()
    {
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        var closed = WhenClosed(window);

        await App.Button("Sign out").ClickAsync();

        await App.ExpectStepAsync("You are not signed in");
        await closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Once_the_proof_is_there_the_window_goes_and_nothing_can_be_cancelled()
    {
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        var closed = WhenClosed(window);
        var goOn = new TaskCompletionSource();
        await App.Page.RouteAsync("**/api/me/identities", async route =>
        {
            await goOn.Task;
            await route.ContinueAsync();
        });

        await LoginPage.ChooseAsync(window, Person.AstridByPassword);

        await App.ExpectStepAsync("Joining your accounts");
        await closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await Assertions.Expect(App.Button("Cancel")).ToBeHiddenAsync();
        goOn.SetResult();
        await App.ExpectStepAsync("Your accounts are joined");
    }

    [Fact]
    public async Task The_window_leaves_neither_code_nor_state_in_its_address()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        var window = await App.Context.NewPageAsync();

        await window.GotoAsync(new Uri(App.Address, "proof.html?code=of-nobody&state=of-nobody").AbsoluteUri);

        await Assertions.Expect(window).ToHaveURLAsync(new Uri(App.Address, "proof.html").AbsoluteUri);
    }

    private static Task WhenClosed(IPage window)
    {
        var closed = new TaskCompletionSource();
        window.Close += (_, _) => closed.TrySetResult();
        return closed.Task;
    }
}
