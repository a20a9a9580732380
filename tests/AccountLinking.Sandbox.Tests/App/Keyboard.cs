using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>Someone who has no mouse.</summary>
public static class Keyboard
{
    private const int MostStops = 40;

    /// <summary>Goes from where the focus is to this control with the tabulator alone, and sees that it is there.</summary>
    public static async Task TabToAsync(this ILocator control)
    {
        await Assertions.Expect(control).ToBeVisibleAsync();
        for (var stop = 0; stop < MostStops; stop++)
        {
            await control.Page.Keyboard.PressAsync("Tab");
            if (!await HasFocusAsync(control)) continue;
            Assert.NotEqual("none", await control.EvaluateAsync<string>("element => getComputedStyle(element).outlineStyle"));
            return;
        }

        Assert.Fail($"The tabulator does not lead to {control}.");
    }

    public static async Task PressEnterOnAsync(ILocator control)
    {
        await control.TabToAsync();
        await control.Page.Keyboard.PressAsync("Enter");
    }

    private static Task<bool> HasFocusAsync(ILocator control) => control.EvaluateAsync<bool>("element => element === document.activeElement");
}
