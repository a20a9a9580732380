using YamlDotNet.RepresentationModel;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>A file of <c>.github/workflows</c>, as GitHub reads it.</summary>
internal sealed class Workflow
{
    private Workflow(string text)
    {
        Text = text;
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        Root = (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    public string Text { get; }

    public YamlMappingNode Root { get; }

    public IEnumerable<YamlMappingNode> Jobs => Map(Root, "jobs").Children.Values.Cast<YamlMappingNode>();

    public IEnumerable<YamlMappingNode> Steps => Jobs.SelectMany(StepsOf);

    public static Workflow Read(string name) => new(File.ReadAllText(Path.Combine(Folder, name)));

    /// <summary>Another file of the same language.</summary>
    public static YamlMappingNode ReadYaml(string path) => new Workflow(File.ReadAllText(Path.Combine(Repository.Root, path))).Root;

    public static string Folder { get; } = Path.Combine(Repository.Root, ".github", "workflows");

    public static IEnumerable<YamlMappingNode> StepsOf(YamlMappingNode job) =>
        job.Children.TryGetValue("steps", out var steps) ? ((YamlSequenceNode)steps).Children.Cast<YamlMappingNode>() : [];

    /// <summary>The text of a field, or null.</summary>
    public static string? Field(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var value) ? ((YamlScalarNode)value).Value : null;

    /// <summary>The fields below a field; none where it is missing.</summary>
    public static YamlMappingNode Map(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var value) ? (YamlMappingNode)value : [];
}
