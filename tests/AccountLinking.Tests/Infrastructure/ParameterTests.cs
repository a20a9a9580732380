namespace AccountLinking.Tests.Infrastructure;

/// <summary>What whoever deploys may set says what it is, and takes nothing that cannot be right.</summary>
public sealed class ParameterTests
{
    [Fact]
    public async Task Each_is_described() =>
        Assert.All(await Bicep.DeclarationsAsync(), one => Assert.True(one.Description?.Length >= 8, $"{one.File}: {one.Path} is not described"));

    [Fact]
    public async Task None_is_a_secret()
    {
        var declarations = await Bicep.DeclarationsAsync();

        Assert.All(declarations, one => Assert.False(one.Secure, $"{one.File}: {one.Path}"));
        Assert.DoesNotContain(declarations, one => one.Path.Contains("secret", StringComparison.OrdinalIgnoreCase) || one.Path.Contains("password", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_text_has_a_longest_length_and_a_whole_number_limits()
    {
        var declarations = await Bicep.DeclarationsAsync();

        Assert.All(declarations.Where(one => one.Type is "string" or "string?"), one => Assert.True(one.MaxLength is not null, $"{one.File}: {one.Path} may be of any length"));
        Assert.All(declarations.Where(one => one.Type is "int" or "int?"), one => Assert.True(one is { MinValue: not null, MaxValue: not null }, $"{one.File}: {one.Path} has no limits"));
        Assert.DoesNotContain(declarations, one => one.Type is "object" or "array" or "any");
    }

    /// <summary>A module's limits are those of the parameter that it is given.</summary>
    [Theory]
    [InlineData("modules/app.bicep", "maximumInstances", "maximumInstances")]
    [InlineData("modules/app.bicep", "alwaysReadyInstances", "alwaysReadyInstances")]
    [InlineData("modules/app.bicep", "concurrency", "concurrencyPerInstance")]
    [InlineData("modules/journal.bicep", "retentionDays", "journalRetentionDays")]
    [InlineData("modules/journal.bicep", "softDeleteDays", "journalSoftDeleteDays")]
    [InlineData("modules/monitoring.bicep", "retentionDays", "logRetentionDays")]
    [InlineData("modules/monitoring.bicep", "dailyLimitGb", "logLimitGb")]
    public async Task A_module_takes_what_the_deployment_takes(string file, string parameter, string given)
    {
        var declarations = await Bicep.DeclarationsAsync();
        var (inner, outer) = (declarations.Single(one => one.File == file && one.Path == parameter), declarations.Single(one => one.File == "main.bicep" && one.Path == given));

        Assert.Equal((outer.MinValue, outer.MaxValue), (inner.MinValue, inner.MaxValue));
    }
}
