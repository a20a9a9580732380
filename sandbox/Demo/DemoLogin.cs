using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Demo;

/// <summary>The answer of <c>POST /sandbox/logins</c>.</summary>
public sealed record DemoLogin(JsonMap Answer)
{
    public string UserId => Answer.Text("user_id") ?? "?";

    public bool Denied => Answer.IsTrue("denied");

    public string? Reason => Answer.Text("reason");

    /// <summary>What the Action wrote into the tenant's log.</summary>
    public IReadOnlyList<string> Logs => [.. Answer["action"].GetProperty("logs").EnumerateArray().Select(line => line.GetString()!)];

    /// <summary>The claims of the ID token that begin with that; null where there is no token.</summary>
    public JsonMap? ClaimsUnder(string prefix) =>
        Answer["claims"] is { ValueKind: System.Text.Json.JsonValueKind.Object } claims ? JsonMap.From(claims).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)) : null;

    /// <summary>Who the application sees: the subject of the ID token; null where there is no token.</summary>
    public string? Subject => Answer["claims"] is { ValueKind: System.Text.Json.JsonValueKind.Object } claims ? JsonMap.From(claims).Text("sub") : null;
}
