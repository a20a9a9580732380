using System.Buffers.Text;
using System.Text;
using AccountLinking.Sandbox.Json;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>The small window, and what can happen in it instead of a proof: nothing is joined, and the person can go on.</summary>
public sealed class ProofTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    private const string ProveStep = "Show that the other account is yours";

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
        await App.ExpectProblemAsync("You cancelled before you had signed in, so nothing was joined.", ProveStep);
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

        await App.ExpectProblemAsync("You cancelled before you had signed in, so nothing was joined.", ProveStep);
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

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task A_clock_that_is_wrong_by_minutes_is_no_obstacle(int minutes)
    {
        await App.Context.AddInitScriptAsync($"const now = Date.now.bind(Date); Date.now = () => now() + {minutes * 60_000};");
        await SignInAndChooseAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);

        await App.ExpectStepAsync("Your accounts are joined");
    }

    [Fact]
    public async Task Cancelling_works_also_before_the_window_has_an_address()
    {
        await SignInAndChooseAsync();
        await App.Page.RouteAsync("**/api/me/link-challenges", _ => Task.CompletedTask);
        var closed = WhenClosed(await App.OpenProofWindowAsync());

        await App.Button("Cancel").ClickAsync();

        await App.ExpectProblemAsync("You cancelled before you had signed in, so nothing was joined.", ProveStep);
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
    public async Task Candidates_that_are_out_of_date_are_read_anew()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        var candidate = App.Button("Join this account");
        var handle = await candidate.GetAttributeAsync("data-handle");
        await App.Page.RouteAsync("**/api/me/link-challenges", route => route.ContinueAsync(new() { PostData = Encoding.UTF8.GetBytes(route.Request.PostData!.Replace(handle!, $"{handle}x", StringComparison.Ordinal)) }));
        await candidate.ClickAsync();

        await App.OpenProofWindowAsync();

        await App.ExpectProblemAsync("That took a little too long. Please choose the account once more.", "Accounts that may be yours");
        Assert.NotEqual(handle, await candidate.GetAttributeAsync("data-handle"));
        await candidate.ClickAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);
        await App.ExpectStepAsync("Your accounts are joined");
    }

    [Fact]
    public async Task A_refused_sign_in_joins_nothing()
    {
        await SignInAndChooseAsync();
        await Control.PatchAsync(Person.AstridByPassword.UserId, """{"blocked": true}""");

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);

        await App.ExpectProblemAsync("The sign-in to the other account was refused or cancelled, so nothing was joined.", ProveStep);
        await AssertNothingJoinedAsync();
    }

    [Fact]
    public async Task Another_account_than_the_chosen_one_is_not_joined()
    {
        await Control.InsertUserAsync("""{"user_id": "auth0|somebody-else", "email": "somebody.else@example.com", "email_verified": true, "name": "Somebody Else"}""");
        await SignInAndChooseAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), new Person("Somebody Else", "Username-Password-Authentication", "auth0|somebody-else"));

        await App.ExpectProblemAsync("You signed in to another account than the one you had chosen, so nothing was joined.", ProveStep);
        await AssertNothingJoinedAsync();
    }

    /// <summary>The tenant gives no such tokens; whoever gives one has got between it and the page.</summary>
    [Theory]
    [InlineData("nonce", "another")]
    [InlineData("iss", "http://127.0.0.1:1/")]
    [InlineData("aud", "sandbox-other-app")]
    [InlineData("auth_time", null)]
    [InlineData("auth_time", "long ago")]
    [InlineData("exp", "long ago")]
    public async Task An_answer_that_is_not_to_this_proof_is_not_even_sent_to_the_service(string claim, string? value)
    {
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        await App.Context.RouteAsync("**/oauth/token", async route =>
        {
            var answer = await route.FetchAsync();
            var tokens = JsonMap.Parse(await answer.TextAsync());
            var forged = await ForgeAsync(tokens.Text("id_token")!, claim, value);
            await route.FulfillAsync(new() { Response = answer, Body = tokens.With("id_token", forged).ToString() });
        });

        await LoginPage.ChooseAsync(window, Person.AstridByPassword);

        await App.ExpectProblemAsync("The sign-in to the other account could not be checked, so nothing was joined. Please try again.", ProveStep);
        Assert.DoesNotContain(App.Requests, request => request.AbsolutePath == "/api/me/identities");
    }

    [Fact]
    public async Task What_another_tab_of_the_application_proves_is_none_of_this_ones_business()
    {
        await SignInAndChooseAsync();
        var window = await App.OpenProofWindowAsync();
        var other = await App.Context.NewPageAsync();
        await other.GotoAsync(new Uri(App.Address, "proof.html?code=of-another&state=of-another").AbsoluteUri);
        await Assertions.Expect(other).ToHaveURLAsync(new Uri(App.Address, "proof.html").AbsoluteUri);

        await LoginPage.ChooseAsync(window, Person.AstridByPassword);

        await App.ExpectStepAsync("Your accounts are joined");
    }

    [Fact]
    public async Task The_account_at_hand_is_not_joined_with_itself()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join another account").ClickAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByGoogle);

        await App.ExpectProblemAsync("Both ways already open the account that you are signed in to, so there is nothing left to join. If you meant another account, choose that one.", ProveStep);
    }

    [Fact]
    public async Task An_account_that_was_not_suggested_is_joined_all_the_same()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join another account").ClickAsync();
        await App.ExpectStepAsync(ProveStep);

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.Bo);

        await App.ExpectStepAsync("Your accounts are joined");
        Assert.Equal([Person.AstridByGoogle.UserId, Person.Bo.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));
    }

    [Fact]
    public async Task The_choice_of_the_account_to_keep_is_not_taken_over_from_one_proof_to_the_next()
    {
        await SignInAndChooseAsync();
        await App.Page.GetByRole(AriaRole.Radio, new() { Name = "The other one" }).CheckAsync();
        await App.Button("Back").ClickAsync();

        await App.Button("Join another account").ClickAsync();

        await Assertions.Expect(App.Page.GetByRole(AriaRole.Radio, new() { Name = "The one that I am signed in to now" })).ToBeCheckedAsync();
    }

    [Fact]
    public async Task The_window_leaves_neither_code_nor_state_in_its_address()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        var window = await App.Context.NewPageAsync();

        await window.GotoAsync(new Uri(App.Address, "proof.html?code=of-nobody&state=of-nobody").AbsoluteUri);

        await Assertions.Expect(window).ToHaveURLAsync(new Uri(App.Address, "proof.html").AbsoluteUri);
    }

    private async Task SignInAndChooseAsync()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join this account").ClickAsync();
        await App.ExpectStepAsync(ProveStep);
    }

    private static Task WhenClosed(IPage window)
    {
        var closed = new TaskCompletionSource();
        window.Close += (_, _) => closed.TrySetResult();
        return closed.Task;
    }

    /// <summary>The token's claims but for one, signed by the tenant.</summary>
    private async Task<string> ForgeAsync(string token, string claim, string? value)
    {
        var claims = JsonMap.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])));
        var forged = value switch
        {
            null => claims.Without(claim),
            "long ago" => claims.With(claim, claims[claim].GetInt64() - 100_000),
            _ => claims.With(claim, value),
        };
        return await Control.SignTokenAsync(forged.ToString());
    }

    private async Task AssertNothingJoinedAsync()
    {
        Assert.Equal([Person.AstridByGoogle.UserId], await IdentitiesOfAsync(Person.AstridByGoogle.UserId));
        Assert.Equal([Person.AstridByPassword.UserId], await IdentitiesOfAsync(Person.AstridByPassword.UserId));
    }
}
