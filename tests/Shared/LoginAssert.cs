using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.TestSupport;

/// <summary>How tests read what a login ended with.</summary>
internal static class LoginAssert
{
    public static string? Error(this JsonMap login) => login["action"].GetProperty("error").GetString();

    public static string[] Logs(this JsonMap login) => Texts(login["action"].GetProperty("logs"));

    public static string[] Warnings(this JsonMap login) => Texts(login["action"].GetProperty("warnings"));

    public static JsonElement Claim(this JsonMap login, string name) => login["claims"].GetProperty(name);

    /// <summary>The login ended with a token, and nothing was amiss.</summary>
    public static void AssertSucceeded(this JsonMap login)
    {
        Assert.Null(login.Error());
        Assert.Empty(login.Warnings());
        Assert.NotNull(login.Text("id_token"));
    }

    /// <summary>The login ended without a token: not denied, but failed.</summary>
    public static void AssertFailed(this JsonMap login, string error)
    {
        Assert.Equal(error, login.Error());
        AssertNoToken(login);
        Assert.False(login.IsTrue("denied"));
    }

    public static void AssertNoToken(this JsonMap login)
    {
        Assert.Equal(JsonValueKind.Null, login["id_token"].ValueKind);
        Assert.Equal(JsonValueKind.Null, login["claims"].ValueKind);
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}
