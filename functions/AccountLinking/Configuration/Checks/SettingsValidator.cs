using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Configuration.Checks;

/// <summary>The check of a section where somebody takes options of a host that was never started.</summary>
internal sealed class SettingsValidator<TOptions>(SettingsSection<TOptions> section, IConfiguration settings) : IValidateOptions<TOptions>
    where TOptions : class, new()
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var problems = section.ProblemsIn(settings);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
