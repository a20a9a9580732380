using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>Auth0's Node SDK, as it is published, against one sandbox for the class, back at its seed before each test.</summary>
public abstract class NodeSdkTests(NodeSdkFixture fixture) : IClassFixture<NodeSdkFixture>, IAsyncLifetime
{
    private const string NoSdk =
        $"Auth0's Node SDK is not installed: {nameof(NpmPackagesTests)}.{nameof(NpmPackagesTests.The_SDK_is_installed_as_the_lock_file_has_it)} fails and says why.";

    protected NodeSdkFixture Fixture => fixture;

    protected SandboxClient Control => fixture.Control;

    /// <summary>May do everything.</summary>
    protected SdkClient Admin => fixture.Client("sandbox-admin", "sandbox-admin-secret");

    /// <summary>May read and update users, as the service may.</summary>
    protected SdkClient Service => fixture.Client("sandbox-client", "sandbox-secret");

    /// <summary>The application that the people of the sandbox sign in to, with a grant of its own.</summary>
    protected SdkClient Application => fixture.Client("sandbox-app", "sandbox-app-secret");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Fixture.HasSdk, NoSdk);
        await Control.ControlAsync(HttpMethod.Post, "reset");
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected async Task InsertAsync([StringSyntax(StringSyntaxAttribute.Json)] params IEnumerable<string> users)
    {
        foreach (var user in users)
        {
            var answer = await Control.ControlAsync(HttpMethod.Post, "users", user);
            Assert.Equal(HttpStatusCode.Created, answer.Status);
        }
    }

    /// <summary>What the tenant was asked: method, path and status.</summary>
    protected async Task<string[]> CallsAsync()
    {
        var calls = await Control.ControlAsync(HttpMethod.Get, "calls");
        return [.. calls.Json.EnumerateArray().Select(call => $"{call.GetProperty("method")} {call.GetProperty("path")} {call.GetProperty("status")}")];
    }

    protected static void AssertError(string className, int status, [StringSyntax(StringSyntaxAttribute.Json)] string body, SdkException error)
    {
        Assert.Equal((className, status, body), (error.ClassName, error.StatusCode, error.Body));
        Assert.True(error.IsManagementError);
    }

    protected Task<JsonElement> GetAsync(string userId) => Service.CallAsync("users.get", $"[{JsonSerializer.Serialize(userId)}]");

    /// <summary>The same JSON but for the order of properties.</summary>
    protected static void AssertSame([StringSyntax(StringSyntaxAttribute.Json)] string expected, JsonElement actual)
    {
        using var document = JsonDocument.Parse(expected);
        Assert.True(JsonElement.DeepEquals(document.RootElement, actual), $"Expected: {expected}\nActual:   {actual.GetRawText()}");
    }
}
