using System.Text.Json;

namespace AccountLinking.Auth0.Tokens;

/// <summary>Reads claims of the types that they must have, and remembers whether one had another.</summary>
internal sealed class ClaimReader(JsonElement claims)
{
    private static readonly long MaxTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Whether all that was asked for was there, where it must be, and was what it must be.</summary>
    public bool AreWellFormed { get; private set; } = true;

    public string RequiredText(string name) => OptionalText(name) ?? Wrong(string.Empty);

    public string? OptionalText(string name)
    {
        if (Json.Property(claims, name) is null) return null;
        return Json.Text(claims, name) ?? Wrong<string?>(null);
    }

    public DateTimeOffset RequiredTime(string name) => OptionalTime(name) ?? Wrong(default(DateTimeOffset));

    /// <summary>Whole seconds, in digits alone: RFC 7519 would allow fractions, and Auth0 writes none.</summary>
    public DateTimeOffset? OptionalTime(string name)
    {
        if (Json.Property(claims, name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds >= 0 && seconds <= MaxTime
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : Wrong<DateTimeOffset?>(null);
    }

    public IReadOnlyList<string> RequiredTexts(string name) => OptionalTexts(name) is { Count: > 0 } texts ? texts : Wrong<IReadOnlyList<string>>([]);

    /// <summary>One text, or a list of them.</summary>
    public IReadOnlyList<string> OptionalTexts(string name)
    {
        if (Json.Property(claims, name) is not { ValueKind: JsonValueKind.Array } list) return OptionalText(name) is { } text ? [text] : [];
        var texts = list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String && Json.TryText(item, out var text) ? text : null).ToList();
        return texts.Contains(null) ? Wrong<IReadOnlyList<string>>([]) : texts.OfType<string>().ToList();
    }

    private T Wrong<T>(T value)
    {
        AreWellFormed = false;
        return value;
    }
}
