using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Configuration;

/// <summary>Everything that is wrong with a section at once; each sentence begins with the setting that it is about.</summary>
internal sealed class SettingsValidator<TOptions>(IConfiguration configuration, string section, Func<TOptions, IEnumerable<string>> problemsOf) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var shape = SettingsShape.Of(configuration.GetSection(section), typeof(TOptions)).Problems;
        // What could not be read has its default, about which there is nothing to say.
        var unread = shape.Select(problem => problem.Split(' ')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var problems = shape.Concat(problemsOf(options).Where(problem => !unread.Contains(problem.Split(' ')[0]))).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
