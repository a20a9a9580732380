using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration.Checks;

/// <summary>
/// Compares a section with the class that it is bound to, before it is bound: the binder itself stops at the first value that
/// does not fit, and does not see names that nothing reads. A mistyped name must not silently switch a safeguard off.
/// </summary>
internal sealed class SettingsShape
{
    private readonly Dictionary<string, string?> _fitting = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _unread = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _items = new(StringComparer.OrdinalIgnoreCase);

    private SettingsShape()
    {
    }

    /// <summary>What can be bound, by full name.</summary>
    public IReadOnlyDictionary<string, string?> Fitting => _fitting;

    /// <summary>Values are not quoted: they may be secrets.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public static SettingsShape Of(IConfigurationSection section, Type type)
    {
        var shape = new SettingsShape();
        shape.AddObject(section, type);
        return shape;
    }

    /// <summary>Whether it is there and could not be read, or, of a list, something in it.</summary>
    public bool IsUnread(string setting) => _unread.Contains(setting);

    /// <summary>Lists are bound without their gaps: what is the second value may be called <c>:3</c>.</summary>
    /// <param name="problem">A sentence about a value as it was bound.</param>
    public string InWordsOfTheSettings(string problem)
    {
        var subject = SettingsProblems.SubjectOf(problem);
        return _items.TryGetValue(subject, out var name) ? name + problem[subject.Length..] : problem;
    }

    /// <summary>Sets what fits; what does not keeps its default, and stands among the problems.</summary>
    public void BindTo(object options, string section) => new ConfigurationBuilder().AddInMemoryCollection(_fitting).Build().GetSection(section).Bind(options);

    private void AddObject(IConfigurationSection section, Type type)
    {
        if (!string.IsNullOrEmpty(section.Value)) AddProblem($"{section.Path} is a group of settings, not one: set them one by one, as in {section.Path}:{type.GetProperties()[0].Name}.");
        var defaults = Activator.CreateInstance(type);
        foreach (var child in section.GetChildren())
        {
            if (type.GetProperty(child.Key, BindingFlags.Instance | BindingFlags.Public | BindingFlags.IgnoreCase) is { CanWrite: true } property) Add(child, property.PropertyType, property.GetValue(defaults));
            else AddProblem($"{child.Path} is not a setting: {Advice(child.Path, type)}");
        }
    }

    /// <param name="example">A value that is right.</param>
    private void Add(IConfigurationSection section, Type type, object? example)
    {
        if (type == typeof(string[])) AddList(section, $"a list: its values are set as {section.Path}:0, {section.Path}:1 and so on");
        else if (type == typeof(IDictionary<string, string>)) AddMap(section);
        else if (type.IsClass && type != typeof(string)) AddObject(section, type);
        else AddValue(section, type, example);
    }

    private void AddList(IConfigurationSection section, string kind)
    {
        AddEach(section, kind);
        foreach (var (index, item) in section.GetChildren().Where(item => _fitting.ContainsKey(item.Path)).Index()) _items[$"{section.Path}:{index}"] = item.Path;
    }

    /// <summary>
    /// By name, or as <c>name=value</c> in a list: the names of app settings and of environment variables have no dashes, and those of connections do.
    /// https://learn.microsoft.com/azure/app-service/reference-app-settings
    /// </summary>
    private void AddMap(IConfigurationSection section)
    {
        AddEach(section, $"a map: its values are set by their names, as in {section.Path}:name, or as name=value at {section.Path}:0 and so on");
        var pairs = section.GetChildren().Where(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) && _fitting.GetValueOrDefault(child.Path)?.Contains('=', StringComparison.Ordinal) == true).ToList();
        foreach (var child in pairs) _fitting.Remove(child.Path);
        foreach (var child in pairs)
        {
            var (pair, end) = (child.Value!, child.Value!.LastIndexOf('='));
            var name = $"{section.Path}:{pair[..end]}";
            if (end == 0 || pair.Contains(':', StringComparison.Ordinal) || pair.Any(char.IsWhiteSpace)) AddProblem($"{child.Path} must be a name and a value, as in name=value.");
            else if (!_fitting.TryAdd(name, pair[(end + 1)..])) AddProblem($"{child.Path} has a name that {_items.GetValueOrDefault(name, name)} has as well: leave one of them out.");
            else _items[name] = child.Path;
            if (_unread.Contains(child.Path)) _unread.Add(section.Path);
        }
    }

    private void AddEach(IConfigurationSection section, string kind)
    {
        // An empty list has the value "" in some sources.
        if (!string.IsNullOrEmpty(section.Value)) AddProblem($"{section.Path} is {kind}.");
        foreach (var child in section.GetChildren())
        {
            AddValue(child, typeof(string), example: null);
            if (_unread.Contains(child.Path)) _unread.Add(section.Path);
        }
    }

    private void AddProblem(string problem)
    {
        _problems.Add(problem);
        _unread.Add(SettingsProblems.SubjectOf(problem));
    }

    private void AddValue(IConfigurationSection section, Type type, object? example)
    {
        if (section.GetChildren().Any()) AddProblem($"{section.Path} is a single value, and there are settings below it: leave those out.");
        if (section.Value is not { } value) return;
        if (SettingsProblems.IsUnresolved(value)) AddProblem(SettingsProblems.Unresolved(section.Path));
        else if (Converts(value, Nullable.GetUnderlyingType(type) ?? type)) _fitting[section.Path] = value;
        else AddProblem($"{section.Path} must be {Describe(type, example)}.");
    }

    private static string Advice(string path, Type parent) => SettingNames.Nearest(path, parent) is { } nearest
        ? $"perhaps {nearest} is meant."
        : $"those of {path[..path.LastIndexOf(':')]} are {string.Join(", ", parent.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite).Select(property => property.Name))}.";

    private static bool Converts(string value, Type type)
    {
        // The converter takes numbers for enumerations, defined or not.
        if (type.IsEnum) return Enum.GetNames(type).Contains(value, StringComparer.OrdinalIgnoreCase);
        // 5:00 is meant to be five minutes, and would be five hours.
        if (type == typeof(TimeSpan) && value.Count(character => character == ':') == 1) return false;
        return type == typeof(string) || TypeDescriptor.GetConverter(type).IsValid(value);
    }

    private static string Describe(Type type, object? example) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => $"a duration, as in {example:c}",
        _ when type == typeof(int) => $"a whole number, as in {example}",
        _ => $"a {type.Name}",
    };
}
