using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>The tenant's login page, in the application's own window or in the small one.</summary>
public static class LoginPage
{
    public static ILocator Button(IPage page, Person person) => page.GetByRole(AriaRole.Button, new()
    {
        NameRegex = new Regex($"{Regex.Escape(person.Name)}.*{Regex.Escape(person.Connection)}", RegexOptions.Singleline, TimeSpan.FromSeconds(1)),
    });

    public static Task ChooseAsync(IPage page, Person person) => Button(page, person).ClickAsync();
}
