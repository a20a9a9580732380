using AccountLinking.Sandbox.Hosting;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>A browser with a fresh profile, and one page in it: the sample application. Remembers what went wrong and what was asked for.</summary>
public sealed class AppBrowser : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];
    private readonly List<Uri> _requests = [];

    private AppBrowser(IBrowserContext context, IPage page, Uri address)
    {
        _context = context;
        Page = page;
        Address = address;
        context.Console += (_, message) => Remember(_errors, message.Type is "error" or "warning" ? $"{message.Type}: {message.Text} ({message.Location})" : null);
        // What a page leaves behind when it goes elsewhere is aborted, and no failure.
        context.RequestFailed += (_, request) => Remember(_errors, request.Failure == "net::ERR_ABORTED" ? null : $"failed: {request.Method} {request.Url.Split('?')[0]}: {request.Failure}");
        context.WebError += (_, error) => Remember(_errors, error.Error);
        context.Request += (_, request) => Remember(_requests, new Uri(request.Url));
    }

    public IBrowserContext Context => _context;

    public IPage Page { get; }

    public Uri Address { get; }

    /// <summary>What every page and window of this browser has complained of.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    public IReadOnlyList<Uri> Requests => Copy(_requests);

    /// <summary>The line about what goes on.</summary>
    public ILocator Status => Page.Locator("#status");

    /// <summary>The line about what went wrong.</summary>
    public ILocator Problem => Page.Locator("#problem");

    public static async Task<AppBrowser> OpenAsync(IBrowser browser, RunningSandbox sandbox, BrowserNewContextOptions how)
    {
        var context = await browser.NewContextAsync(how);
        return new AppBrowser(context, await context.NewPageAsync(), sandbox.App);
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    public ILocator Button(string name) => Button(Page, name);

    public static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name });

    /// <summary>What stands behind a term in a list of terms.</summary>
    public ILocator Definition(string term) => Page.Locator("dl > div", new() { HasText = term }).Locator("dd");

    /// <summary>The step has come: its heading is there, and the focus is on it.</summary>
    public async Task ExpectStepAsync(string heading)
    {
        var title = Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 2 });
        await Assertions.Expect(title).ToBeVisibleAsync();
        await Assertions.Expect(title).ToBeFocusedAsync();
        await Assertions.Expect(Page).ToHaveTitleAsync($"{heading} – Join your accounts");
    }

    /// <summary>It did not work: the person is told so, with the focus there, at the step from which it can go on.</summary>
    public async Task ExpectProblemAsync(string sentence, string heading)
    {
        await Assertions.Expect(Problem).ToHaveTextAsync(sentence);
        await Assertions.Expect(Problem).ToBeFocusedAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = heading, Exact = true, Level = 2 })).ToBeVisibleAsync();
    }

    /// <summary>Nothing went wrong, and there is something to say about the step.</summary>
    public async Task ExpectStatusAsync(string sentence, string heading)
    {
        await Assertions.Expect(Status).ToHaveTextAsync(sentence);
        await ExpectStepAsync(heading);
        await Assertions.Expect(Problem).ToBeHiddenAsync();
    }

    /// <summary>Signs in at the tenant's login page, where the person is asked.</summary>
    public async Task SignInAsync(Person person)
    {
        await Page.GotoAsync(Address.AbsoluteUri);
        await ExpectStepAsync("You are not signed in");
        await Button("Sign in").ClickAsync();
        await LoginPage.ChooseAsync(Page, person);
    }

    /// <summary>Presses what opens the small window, and returns it.</summary>
    public Task<IPage> OpenProofWindowAsync() => Page.RunAndWaitForPopupAsync(() => Button("Sign in to the other account").ClickAsync());

    private static void Remember<T>(List<T> list, T? item)
    {
        if (item is null) return;
        lock (list) list.Add(item);
    }

    private static List<T> Copy<T>(List<T> list)
    {
        lock (list) return [.. list];
    }
}
