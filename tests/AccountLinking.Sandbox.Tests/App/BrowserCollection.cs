namespace AccountLinking.Sandbox.Tests.App;

[CollectionDefinition(BrowserTests.Collection)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>;
