using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>One property of a request body as Auth0's API description has it, with the texts of its JSON schema validator.</summary>
public sealed record PayloadProperty(string Name, string Type, bool Nullable = false, int MinLength = 0, int MaxLength = int.MaxValue)
{
    public Regex? Pattern { get; init; }

    public bool IsEmail { get; init; }

    /// <summary>What is wrong with a value, or null.</summary>
    public string? Fault(JsonElement value)
    {
        var found = TypeOf(value);
        if (found == "null" && Nullable) return null;
        if (found != Type && !(Type == "string or integer" && found is "string" or "integer"))
            return On($"Expected type {Type} but found type {found}");
        return found == "string" ? TextFault(value.GetString()!) : null;
    }

    private string? TextFault(string text)
    {
        if (text.Length < MinLength) return On(string.Create(CultureInfo.InvariantCulture, $"String is too short ({text.Length} chars), minimum {MinLength}"));
        if (text.Length > MaxLength) return On(string.Create(CultureInfo.InvariantCulture, $"String is too long ({text.Length} chars), maximum {MaxLength}"));
        if (Pattern is not null && !MatchesWhole(Pattern, text)) return On($"String does not match pattern {Pattern}: {text}");
        if (IsEmail && !LooksLikeEmail(text)) return On($"Object didn't pass validation for format email: {text}");
        return null;
    }

    private string On(string fault) => $"Payload validation error: '{fault}' on property {Name}.";

    /// <summary>In .NET, and not in JavaScript, <c>$</c> also stands before a line break at the end.</summary>
    private static bool MatchesWhole(Regex pattern, string text) => pattern.Match(text) is { Success: true } match && match.Length == text.Length;

    private static bool LooksLikeEmail(string text) =>
        text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace);

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') ? "number" : "integer",
        _ => "null",
    };
}
