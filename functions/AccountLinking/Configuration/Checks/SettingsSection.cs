using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration.Checks;

/// <summary>A group of settings and the class that they are bound to.</summary>
internal abstract class SettingsSection(string name, Type type)
{
    public string Name => name;

    public Type Type => type;

    /// <summary>All that is wrong with it, each in a sentence that begins with the setting's name.</summary>
    public abstract IReadOnlyList<string> ProblemsIn(IConfiguration settings);
}

/// <param name="problemsOf">What is wrong with values that could be read.</param>
internal sealed class SettingsSection<TOptions>(string name, Func<TOptions, SettingsSurroundings, IEnumerable<string>> problemsOf) : SettingsSection(name, typeof(TOptions))
    where TOptions : class, new()
{
    public override IReadOnlyList<string> ProblemsIn(IConfiguration settings)
    {
        var shape = SettingsShape.Of(settings.GetSection(Name), typeof(TOptions));
        var options = new TOptions();
        shape.BindTo(options, Name);
        // What could not be read has its default, about which there is nothing to say.
        return [.. shape.Problems, .. problemsOf(options, new SettingsSurroundings(settings, shape.IsUnread)).Select(shape.InWordsOfTheSettings).Where(problem => !shape.IsUnread(SettingsProblems.SubjectOf(problem)))];
    }

    /// <summary>Sets what fits.</summary>
    public void BindTo(TOptions options, IConfiguration settings) => SettingsShape.Of(settings.GetSection(Name), typeof(TOptions)).BindTo(options, Name);
}
