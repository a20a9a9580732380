using System.Text.Json;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>Every step of the story, looked at by axe, on a narrow screen and a wide one, in the light and in the dark.</summary>
public sealed class AccessibilityTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    [Theory]
    [InlineData(320, ColorScheme.Light)]
    [InlineData(320, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task No_step_shuts_anybody_out(int width, ColorScheme scheme)
    {
        await using var app = await OpenBrowserAsync(new BrowserNewContextOptions { ViewportSize = new() { Width = width, Height = 640 }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await app.Page.GotoAsync(app.Address.AbsoluteUri);
        await ExamineAsync(app, "You are not signed in");
        await app.Button("Sign in").ClickAsync();
        await LoginPage.ChooseAsync(app.Page, Person.AstridByGoogle);
        await ExamineAsync(app, "Accounts that may be yours");
        await app.Button("Join this account").ClickAsync();
        await ExamineAsync(app, "Show that the other account is yours");
        await app.Page.GetByRole(AriaRole.Radio, new() { Name = "The other one" }).CheckAsync();
        var window = await app.OpenProofWindowAsync();
        await Assertions.Expect(LoginPage.Button(window, Person.AstridByPassword)).ToBeVisibleAsync();
        await ExamineAsync(app, "Sign in to the other account");
        await LoginPage.ChooseAsync(window, Person.AstridByPassword);
        await ExamineAsync(app, "Your accounts are joined: please sign in again");
        await app.Button("Sign in again").ClickAsync();
        await LoginPage.ChooseAsync(app.Page, Person.AstridByPassword);
        await ExamineAsync(app, "Your accounts are joined");
        await app.Button("Back to the overview").ClickAsync();
        await ExamineAsync(app, "Accounts that may be yours");
        await app.Button("Show them, or take it back").ClickAsync();
        await app.Button("Separate the accounts").ClickAsync();
        await ExamineAsync(app, "Your accounts are separate again");
    }

    [Fact]
    public async Task A_problem_and_the_small_windows_own_page_shut_nobody_out()
    {
        await App.Page.AddInitScriptAsync("window.open = () => null");
        await App.SignInAsync(Person.AstridByGoogle);
        await App.Button("Join this account").ClickAsync();
        await App.Button("Sign in to the other account").ClickAsync();
        await Assertions.Expect(App.Problem).ToBeFocusedAsync();
        await AssertNoViolationsAsync(App.Page, "a problem");

        await App.Page.GotoAsync(new Uri(App.Address, "proof.html").AbsoluteUri);
        await AssertNoViolationsAsync(App.Page, "proof.html");
    }

    [Theory]
    [InlineData("joining")]
    [InlineData("sign-in-again")]
    [InlineData("not-started")]
    [InlineData("packages-missing")]
    public async Task A_step_that_is_seldom_seen_shuts_nobody_out(string step)
    {
        await App.Page.GotoAsync(App.Address.AbsoluteUri);
        await App.ExpectStepAsync("You are not signed in");

        await App.Page.EvaluateAsync("step => document.querySelectorAll('[data-step]').forEach((section) => { section.hidden = section.dataset.step !== step; })", step);

        await Assertions.Expect(App.Page.Locator($"[data-step={step}]")).ToBeVisibleAsync();
        await AssertNoViolationsAsync(App.Page, step);
    }

    [Fact]
    public async Task Every_control_has_a_name_and_every_step_its_landmarks()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");

        await Assertions.Expect(App.Page.Locator("body")).ToMatchAriaSnapshotAsync("""
            - banner:
              - heading "Join your accounts" [level=1]
              - paragraph:
                - text: Signed in as
                - strong: Astrid Lund
                - text: (Google)
              - button "Sign out"
            - main:
              - status
              - region "Accounts that may be yours":
                - heading "Accounts that may be yours" [level=2]
                - paragraph: These accounts have the same e-mail address as the one that you are signed in with.
                - list:
                  - listitem:
                    - 'button "Join this account: A••• L••• (e-mail and password)"'
                - button "Look again"
                - heading "Is yours not listed?" [level=3]
                - paragraph: You can join any account that you can sign in to, also one with another e-mail address.
                - button "Join another account"
            - contentinfo:
              - paragraph: A sample of the account linking sandbox. None of these people exist.
            """);
    }

    private static async Task ExamineAsync(AppBrowser app, string heading)
    {
        await app.ExpectStepAsync(heading);
        var overflow = await app.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"'{heading}' is {overflow} pixels wider than the screen.");
        await AssertNoViolationsAsync(app.Page, heading);
    }

    private static async Task AssertNoViolationsAsync(IPage page, string what)
    {
        // Evaluated, and not added as a script: the page's policy lets nothing in that is not its own.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(AppPackages.Npm.Folder, "node_modules", "axe-core", "axe.min.js")));
        var result = await page.EvaluateAsync<JsonElement>("async () => { const { passes, violations } = await axe.run(); return { passes: passes.length, violations }; }");
        Assert.NotEqual(0, result.GetProperty("passes").GetInt32());
        Assert.True(result.GetProperty("violations").GetArrayLength() == 0, $"{what}: {result.GetProperty("violations")}");
    }
}
