namespace AccountLinking.Sandbox.Tenant.Search;

/// <summary>The query is not one that the sandbox understands for certain.</summary>
public sealed class SearchSyntaxException(string message) : Exception(message);
