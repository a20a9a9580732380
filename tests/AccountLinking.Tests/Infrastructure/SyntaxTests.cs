namespace AccountLinking.Tests.Infrastructure;

/// <summary>All of <c>infra/</c> is Bicep, and where something is not, the check says where.</summary>
public sealed class SyntaxTests
{
    [Fact]
    public async Task Every_file_is_Bicep()
    {
        var files = (await Bicep.AskAsync("problems")).EnumerateArray().ToDictionary(file => file.GetProperty("file").GetString()!, file => file.GetProperty("problems").GetArrayLength());

        Assert.Equal(Directory.EnumerateFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".json", StringComparison.Ordinal)).Select(file => Path.GetRelativePath(Bicep.Folder, file)).Order(StringComparer.Ordinal), files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files.Values, problems => Assert.Equal(0, problems));
    }

    [Theory]
    [InlineData("a.bicep", "param name string\nvar x = {\n", "2: ")]
    [InlineData("a.bicep", "resource 'x'", "1: ")]
    [InlineData("a.bicepparam", "using 'main.bicep'\n\nparam name = \n", "3: ")]
    public async Task What_is_not_is_named_with_its_line(string name, string text, string problem)
    {
        var folder = Directory.CreateTempSubdirectory("bicep-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text, TestContext.Current.CancellationToken);

            var problems = (await Bicep.AskAsync("problems", folder.FullName)).EnumerateArray().SelectMany(file => file.GetProperty("problems").EnumerateArray().Select(one => one.GetString()!)).ToList();

            Assert.NotEmpty(problems);
            Assert.StartsWith(problem, problems[0], StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
