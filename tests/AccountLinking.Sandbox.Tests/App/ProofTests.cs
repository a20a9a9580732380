using System.Buffers.Text;
using System.Text;
using AccountLinking.Sandbox.Json;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>What somebody signs in to in the small window, and whether that is a proof: else nothing is joined, and the person can go on.</summary>
public sealed class ProofTests(BrowserFixture fixture) : ProvingTests(fixture)
{
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

        await App.ExpectProblemAsync("You signed in to the account that you are in already, so there is nothing to join. If you meant another account, sign in to that one.", ProveStep);
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
    public async Task An_account_that_cannot_be_absorbed_can_be_kept()
    {
        var old = new Person("Bo Ek", "Legacy-Customers", "auth0|old");
        await Control.InsertUserAsync("""{"user_id": "auth0|old", "email": "bo.ek@example.com", "email_verified": true, "name": "Bo Ek", "identities": [{"provider": "auth0", "user_id": "old", "connection": "Legacy-Customers"}]}""");
        await App.SignInAsync(Person.Bo);
        await App.Button("Join this account").ClickAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), old);

        await App.ExpectProblemAsync(
            "It does not work this way round, so nothing was joined. Please change which account you want to keep, and sign in to the other one again. If that does not help, ask our support.", ProveStep);
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Radio, new() { Name = "The one that I am signed in to now" })).ToBeCheckedAsync();
        await App.Page.GetByRole(AriaRole.Radio, new() { Name = "The other one" }).CheckAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), old);
        await App.ExpectStepAsync("Your accounts are joined: please sign in again");
        Assert.Equal([old.UserId, Person.Bo.UserId], await IdentitiesOfAsync(old.UserId));
    }

    [Fact]
    public async Task An_account_that_goes_before_it_is_joined_is_said_to_be_gone()
    {
        await SignInAndChooseAsync();
        await App.Page.RouteAsync("**/api/me/identities", async route =>
        {
            await Control.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(Person.AstridByPassword.UserId)}");
            await route.ContinueAsync();
        });

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);

        await App.ExpectProblemAsync("The other account is not there any more, so nothing was joined.", "Accounts that may be yours");
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_result_is_told_of_accounts_as_the_way_that_proved_one_need_not_be_its_only_one()
    {
        await App.SignInAsync(Person.Bo);
        await App.Button("Join another account").ClickAsync();

        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByBankId);

        await App.ExpectStepAsync("Your accounts are joined");
        await Assertions.Expect(App.Page.GetByText("All ways to sign in to either of the two open the same account from now on.")).ToBeVisibleAsync();
        await Assertions.Expect(App.Definition("The account that stays")).ToHaveTextAsync($"Google {Person.Bo.UserId}");
        await Assertions.Expect(App.Definition("The account that was joined to it")).ToHaveTextAsync($"e-mail and password {Person.AstridByPassword.UserId}");
        Assert.Equal([Person.Bo.UserId, Person.AstridByPassword.UserId, Person.AstridByBankId.UserId], await IdentitiesOfAsync(Person.Bo.UserId));
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
}
