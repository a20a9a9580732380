using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>Whose page it is: the SDK's session and the tenant's, which a proof hands to another account.</summary>
public sealed class SessionTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    private const string SignedOut = "Please sign in again. Another account may have been signed in to in this browser, and this way you do not end up in the wrong one.";

    [Fact]
    public async Task A_refused_sign_in_is_said_to_be_one()
    {
        await Control.PatchAsync(Person.Bo.UserId, """{"blocked": true}""");

        await App.SignInAsync(Person.Bo);

        await App.ExpectProblemAsync("You were not signed in: it was refused or cancelled, or did not work. Please try again.", "You are not signed in");
        await Assertions.Expect(App.Page).ToHaveURLAsync(App.Address.AbsoluteUri);
    }

    [Fact]
    public async Task After_a_proof_that_joined_nothing_a_reload_does_not_sign_in_to_the_other_account()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join another account").ClickAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByGoogle);
        await Assertions.Expect(App.Problem).ToBeFocusedAsync();

        await App.Page.ReloadAsync();

        await ExpectNewSignInAsync();
    }

    [Fact]
    public async Task A_reload_after_a_cancelled_proof_says_why_nobody_is_signed_in_and_signing_out_needs_no_reason()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await CancelProofAsync();
        await App.Page.ReloadAsync();
        await App.ExpectStatusAsync(SignedOut, "You are not signed in");
        await App.Button("Sign in").ClickAsync();
        await LoginPage.ChooseAsync(App.Page, Person.AstridByGoogle);
        await CancelProofAsync();

        await App.Button("Sign out").ClickAsync();

        await App.ExpectStatusAsync("", "You are not signed in");
    }

    [Fact]
    public async Task A_tab_does_not_become_somebody_elses_by_what_another_tab_did()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");
        var other = await App.Context.NewPageAsync();
        await other.GotoAsync(new Uri(Sandbox.Tenant, "v2/logout").AbsoluteUri);
        await SignBoInAsync(other);

        await App.Page.ReloadAsync();

        await ExpectNewSignInAsync();
    }

    [Fact]
    public async Task A_sign_in_in_another_tab_during_a_proof_does_not_make_its_session_trusted()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join another account").ClickAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByGoogle)).ToBeVisibleAsync();
        var other = await App.Context.NewPageAsync();
        await SignBoInAsync(other);

        await LoginPage.ChooseAsync(window, Person.AstridByGoogle);
        await Assertions.Expect(App.Problem).ToBeFocusedAsync();

        var third = await App.Context.NewPageAsync();
        await third.GotoAsync(App.Address.AbsoluteUri);
        await Assertions.Expect(third.GetByRole(AriaRole.Heading, new() { Name = "You are not signed in" })).ToBeVisibleAsync();
        await other.ReloadAsync();
        await Assertions.Expect(other.GetByRole(AriaRole.Heading, new() { Name = "You are not signed in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_token_that_has_expired_leads_to_the_sign_in()
    {
        await App.Page.Clock.InstallAsync();
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");

        await App.Page.Clock.FastForwardAsync("02:00:00");
        await App.Button("Look again").ClickAsync();

        await App.ExpectProblemAsync("Your sign-in has expired. Please sign in again.", "You are not signed in");
        await Assertions.Expect(App.Page.Locator("#account")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task An_account_that_was_joined_elsewhere_meanwhile_leads_to_the_sign_in()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");
        await Control.ArrangeLinkAsync(Person.AstridByPassword.UserId, "google-oauth2", Person.AstridByGoogle.UserId);

        await App.Button("Look again").ClickAsync();

        await App.ExpectProblemAsync("The account is not there any more. Perhaps it was joined a moment ago: please sign in again.", "You are not signed in");
        await App.Button("Sign in").ClickAsync();
        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.Locator("#account")).ToContainTextAsync("Astrid Lund (e-mail and password)");
    }

    [Fact]
    public async Task A_reload_keeps_the_person_signed_in()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");

        await App.Page.ReloadAsync();

        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.Locator("#account")).ToContainTextAsync("Astrid Lund (Google)");
    }

    [Fact]
    public async Task A_reload_after_joining_keeps_the_person_in_the_account()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await JoinByPasswordAsync();

        await App.Page.ReloadAsync();

        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Page.Locator("#account")).ToContainTextAsync("Astrid Lund (Google)");
    }

    [Fact]
    public async Task A_reload_after_separating_signs_in_to_neither_account()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await JoinByPasswordAsync();
        await App.Button("Separate the accounts").ClickAsync();
        await App.ExpectStepAsync("Your accounts are separate again");

        await App.Page.ReloadAsync();

        await App.ExpectStatusAsync(SignedOut, "You are not signed in");
    }

    [Fact]
    public async Task Signing_out_ends_the_tenants_session_too()
    {
        await App.SignInAsync(Person.AstridByGoogle);

        await App.Button("Sign out").ClickAsync();

        await App.ExpectStepAsync("You are not signed in");
        await App.Button("Sign in").ClickAsync();
        await Assertions.Expect(LoginPage.Button(App.Page, Person.AstridByGoogle)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_browser_keeps_no_token_and_of_the_person_only_whose_tab_it_is()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await JoinByPasswordAsync();

        var kept = await App.Page.EvaluateAsync<string>("() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])");

        Assert.Equal($$"""[{},{"account-of-tab":"{{Person.AstridByGoogle.UserId}}"},"{{await CookieOfTheSdkAsync()}}","{{App.Address}}"]""", kept);
    }

    [Fact]
    public async Task Nobody_but_this_machine_is_asked_for_anything_and_no_address_says_who_the_person_is()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await JoinByPasswordAsync();

        Uri[] servers = [App.Address, Sandbox.Tenant, Sandbox.Service];
        Assert.Equal(servers.Select(server => server.Authority).Order(), App.Requests.Select(request => request.Authority).Distinct().Order());
        Assert.DoesNotContain(App.Requests, request => Uri.UnescapeDataString(request.PathAndQuery) is var text && (text.Contains('@') || text.Contains("Astrid", StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The tenant has a session, and asks nevertheless.</summary>
    private async Task ExpectNewSignInAsync()
    {
        await App.ExpectStatusAsync(SignedOut, "You are not signed in");
        await App.Button("Sign in").ClickAsync();
        await LoginPage.ChooseAsync(App.Page, Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");
    }

    private async Task CancelProofAsync()
    {
        await App.Button("Join this account").ClickAsync();
        var window = await App.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        await App.Button("Cancel").ClickAsync();
        await App.ExpectStepAsync("Show that the other account is yours");
    }

    private async Task JoinByPasswordAsync()
    {
        await App.Button("Join this account").ClickAsync();
        await LoginPage.ChooseAsync(await App.OpenProofWindowAsync(), Person.AstridByPassword);
        await App.ExpectStepAsync("Your accounts are joined");
    }

    /// <summary>The SDK remembers that somebody is signed in, and not who.</summary>
    private async Task<string> CookieOfTheSdkAsync()
    {
        var cookies = (await App.Context.CookiesAsync([App.Address.AbsoluteUri])).Where(cookie => !cookie.HttpOnly).ToArray();
        Assert.All(cookies, cookie => Assert.Equal("true", cookie.Value));
        return string.Join("; ", cookies.Select(cookie => $"{cookie.Name}={cookie.Value}"));
    }

    /// <summary>As somebody else does in another tab.</summary>
    private async Task SignBoInAsync(IPage tab)
    {
        await tab.GotoAsync(App.Address.AbsoluteUri);
        await AppBrowser.Button(tab, "Sign in").ClickAsync();
        await LoginPage.ChooseAsync(tab, Person.Bo);
        await Assertions.Expect(tab.Locator("#account")).ToContainTextAsync("Bo Ek");
    }
}
