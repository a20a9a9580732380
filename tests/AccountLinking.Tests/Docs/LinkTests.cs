namespace AccountLinking.Tests.Docs;

/// <summary>What a document refers to is there: whoever reads it at three in the morning has no time to search.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Documents => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(file => $"docs/{Path.GetFileName(file)}").Append("README.md").Append("CHANGELOG.md").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document) => Assert.Empty(MarkdownLinks.Dangling(document));
}
