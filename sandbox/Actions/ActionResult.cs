using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Actions;

/// <summary>What an Action did. Nothing of it has taken effect yet: that is the tenant's part.</summary>
public sealed record ActionResult
{
    public double Ms { get; init; }

    public IReadOnlyList<string> Logs { get; init; } = [];

    /// <summary>What Auth0 would drop without a word, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why the Action failed; the login fails with it.</summary>
    public string? Error { get; init; }

    /// <summary>The reason given to <c>api.access.deny</c>.</summary>
    public string? Denied { get; init; }

    public string? PrimaryUserId { get; init; }

    public JsonMap IdTokenClaims { get; init; } = JsonMap.Empty;

    public JsonMap AccessTokenClaims { get; init; } = JsonMap.Empty;

    public JsonMap UserMetadata { get; init; } = JsonMap.Empty;

    public JsonMap AppMetadata { get; init; } = JsonMap.Empty;

    /// <summary>The records of <c>api.cache</c> after the execution; null when it failed and they stay as they were.</summary>
    public JsonMap? Cache { get; init; }

    public static ActionResult Failed(string error) => new() { Error = error };

    /// <summary>Reads what the Node process reports; what cannot be read is the Action's mistake, and fails its login only.</summary>
    public static ActionResult Parse(string report, IReadOnlyList<string> logs)
    {
        try
        {
            return Parse(new JsonFields(JsonMap.Parse(report))) with { Logs = logs };
        }
        catch (Exception unreadable) when (unreadable is JsonException or FieldException)
        {
            return Failed($"What the Action set cannot be read: {unreadable.Message}") with { Logs = logs };
        }
    }

    public ActionResult Warn(string warning) => this with { Warnings = [.. Warnings, warning] };

    public JsonElement ToJson() => JsonValue.From(new { ms = Ms, logs = Logs, warnings = Warnings, error = Error });

    private static ActionResult Parse(JsonFields fields) => new()
    {
        Ms = fields.OptionalNumber("ms", 0, double.MaxValue) ?? 0,
        Warnings = fields.OptionalTexts("warnings"),
        Error = fields.OptionalText("error"),
        Denied = fields.OptionalText("deny"),
        PrimaryUserId = fields.OptionalText("primaryUserId"),
        IdTokenClaims = fields.OptionalObject("idTokenClaims") ?? JsonMap.Empty,
        AccessTokenClaims = fields.OptionalObject("accessTokenClaims") ?? JsonMap.Empty,
        UserMetadata = fields.OptionalObject("userMetadata") ?? JsonMap.Empty,
        AppMetadata = fields.OptionalObject("appMetadata") ?? JsonMap.Empty,
        Cache = fields.OptionalObject("cache"),
    };
}
