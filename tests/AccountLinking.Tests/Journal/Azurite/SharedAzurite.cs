namespace AccountLinking.Tests.Journal.Azurite;

/// <summary>The tests that share one Azurite: it takes a second to start.</summary>
[CollectionDefinition(Name)]
public sealed class SharedAzurite : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
