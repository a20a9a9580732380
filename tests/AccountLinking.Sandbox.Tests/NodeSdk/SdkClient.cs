using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>A <c>ManagementClient</c> of the SDK with its options.</summary>
public sealed class SdkClient(SdkDriver driver, JsonMap options)
{
    /// <summary>The same client but for one option.</summary>
    public SdkClient With(string option, JsonElement value) => new(driver, options.With(option, value));

    /// <param name="call">The function, as in <c>users.identities.link</c>.</param>
    /// <param name="args">A JSON array: the function's arguments.</param>
    /// <exception cref="SdkException">What the function threw.</exception>
    public Task<JsonElement> CallAsync(string call, [StringSyntax(StringSyntaxAttribute.Json)] string args) =>
        driver.SendAsync(Command(call, args));

    /// <summary>A call that answers with a page, from which the SDK fetches all the others.</summary>
    public Task<JsonElement> EveryPageAsync(string call, [StringSyntax(StringSyntaxAttribute.Json)] string args) =>
        driver.SendAsync(Command(call, args).With("every_page", true));

    /// <summary>What the function throws; that it throws nothing is a failure of the test.</summary>
    public Task<SdkException> RefusalAsync(string call, [StringSyntax(StringSyntaxAttribute.Json)] string args) =>
        Assert.ThrowsAsync<SdkException>(() => CallAsync(call, args));

    private JsonMap Command(string call, string args)
    {
        // Parsed and written again: a command is one line.
        using var document = JsonDocument.Parse(args);
        return JsonMap.Empty
            .With("client", options.ToElement())
            .With("call", call)
            .With("args", JsonValue.From(document.RootElement.EnumerateArray()));
    }
}
