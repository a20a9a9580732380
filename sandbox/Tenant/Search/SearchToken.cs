namespace AccountLinking.Sandbox.Tenant.Search;

public enum SearchTokenKind
{
    Field,
    Value,
    And,
    Or,
    Not,
    Open,
    Close,
    End,
}

/// <summary>A piece of a query; of a field or a value, <paramref name="Text"/> is what it says with its escapes resolved.</summary>
public readonly record struct SearchToken(SearchTokenKind Kind, int Position, string Text = "");
