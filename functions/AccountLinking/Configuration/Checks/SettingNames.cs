using System.Reflection;

namespace AccountLinking.Configuration.Checks;

/// <summary>What settings are called, to tell what somebody may have meant.</summary>
internal static class SettingNames
{
    private const int MaxTypingErrors = 2;

    private static readonly IReadOnlyList<string> All = [.. SettingsSections.All.SelectMany(section => Below(section.Type, section.Name))];
    private static readonly Dictionary<string, string> ByPlainName = All.ToDictionary(Plain, StringComparer.Ordinal);

    /// <summary>Whether settings below it may have been meant for one of our sections: <c>Webhook:…</c>, <c>LINKING_SSN:…</c>.</summary>
    public static bool IsNearASection(string name) =>
        SettingsSections.All.Any(section => Spelling.Distance(section.Name, name) <= MaxTypingErrors || Plain(name).StartsWith(Plain(section.Name), StringComparison.Ordinal));

    /// <summary>The setting or group beside it that a name under one of our sections may have meant; null where none is near.</summary>
    public static string? Nearest(string path, Type parent)
    {
        var end = path.LastIndexOf(':');
        return parent.GetProperties().Select(property => property.Name)
            .Where(name => Spelling.Distance(name, path[(end + 1)..]) <= MaxTypingErrors)
            .MinBy(name => Spelling.Distance(name, path[(end + 1)..])) is { } name
            ? $"{path[..end]}:{name}"
            : null;
    }

    /// <summary>The setting that something which nobody reads is perhaps the name of (<c>Webhook:Budget</c>, <c>AUTH0_DOMAIN</c>); null where there is none.</summary>
    public static string? Meant(string path)
    {
        var plain = Plain(path);
        if (ByPlainName.TryGetValue(plain, out var spelledOtherwise) || ByPlainName.TryGetValue(plain.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'), out spelledOtherwise)) return spelledOtherwise;
        var parts = path.Split(':');
        return parts.Length < 2 ? null : All.FirstOrDefault(name => IsNear(name.Split(':'), parts));
    }

    /// <summary>The section's name is mistyped, and what stands under it is one of its settings or groups.</summary>
    private static bool IsNear(string[] name, string[] path) =>
        !path[0].Equals(name[0], StringComparison.OrdinalIgnoreCase) && Spelling.Distance(name[0], path[0]) <= MaxTypingErrors
        && name.Length > 1 && name.Skip(1).Zip(path.Skip(1)).All(pair => pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)) && path.Length >= name.Length;

    private static IEnumerable<string> Below(Type type, string path) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite)
        .SelectMany(property => property.PropertyType is { IsClass: true, IsArray: false } nested && nested != typeof(string) ? Below(nested, $"{path}:{property.Name}") : [$"{path}:{property.Name}"]);

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
