namespace AccountLinking.Sandbox.Tests.App;

/// <summary>One browser for all that use it, one test after the other: several at once would take the machine from every other test.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBrowser : ICollectionFixture<BrowserFixture>
{
    public const string Name = "Browser";
}
