namespace AccountLinking.Sandbox.Tenant.Search;

/// <summary>
/// Makes a query of tokens: <c>field:value</c>, <c>field:(value OR value)</c>, <c>AND</c>, <c>OR</c>, <c>NOT</c> or <c>-</c>,
/// parentheses. What would depend on a default operator or a precedence that Auth0 does not document is refused: terms side by
/// side without an operator, <c>AND</c> beside <c>OR</c> without parentheses, and <c>NOT</c> beside <c>OR</c>, which Lucene reads
/// as "and not" and Auth0's documentation as "or not".
/// </summary>
public sealed class SearchParser
{
    private const int MaxDepth = 32;

    private readonly IReadOnlyList<SearchToken> _tokens;
    private int _next;

    private SearchParser(string query) => _tokens = [.. new SearchLexer(query).Tokens()];

    private SearchToken Current => _tokens[_next];

    /// <exception cref="SearchSyntaxException">The query is not understood for certain.</exception>
    public static SearchQuery Parse(string query)
    {
        var parser = new SearchParser(query);
        var result = parser.Clauses(field: null, depth: 0);
        return parser.Current.Kind == SearchTokenKind.End
            ? result
            : throw Error("a parenthesis is closed that was not opened", parser.Current);
    }

    private SearchQuery Clauses(SearchField? field, int depth)
    {
        if (depth > MaxDepth) throw Error($"parentheses are nested deeper than {MaxDepth}", Current);
        List<SearchQuery> parts = [Clause(field, depth)];
        SearchTokenKind? joint = null;
        while (Current.Kind is not (SearchTokenKind.End or SearchTokenKind.Close))
        {
            var found = Joint();
            if (joint is not null && joint != found) throw Error("AND and OR stand side by side; group them with parentheses", Current);
            joint = found;
            parts.Add(Clause(field, depth));
        }

        if (parts.Count == 1) return parts[0];
        if (joint == SearchTokenKind.And) return new SearchQuery.All(parts);
        return parts.Exists(part => part is SearchQuery.Not)
            ? throw Error("NOT beside OR means one thing to Lucene and another in Auth0's documentation; write it with AND", Current)
            : new SearchQuery.Any(parts);
    }

    /// <summary>An exclusion may follow without an operator: <c>a -b</c> is <c>a AND NOT b</c> under either default operator.</summary>
    private SearchTokenKind Joint() => Current.Kind switch
    {
        SearchTokenKind.And or SearchTokenKind.Or => Take().Kind,
        SearchTokenKind.Not => SearchTokenKind.And,
        _ => throw Error("an operator is missing: put AND or OR between the terms", Current),
    };

    private SearchQuery Clause(SearchField? field, int depth)
    {
        var token = Take();
        return token.Kind switch
        {
            SearchTokenKind.Not when Current.Kind == SearchTokenKind.Not => throw Error("a double negation", Current),
            SearchTokenKind.Not => new SearchQuery.Not(Clause(field, depth)),
            SearchTokenKind.Open => Closed(Clauses(field, depth + 1), token),
            SearchTokenKind.Value => new SearchQuery.Term(field ?? throw Fieldless(token), token.Text),
            SearchTokenKind.Field => field is null ? OfField(token, depth) : throw Error("a field inside another field's parentheses", token),
            _ => throw Error("a term is missing", token),
        };
    }

    private SearchQuery OfField(SearchToken token, int depth)
    {
        var field = SearchField.Parse(token.Text) ?? throw Error($"'{token.Text}' is not a field that can be searched", token);
        var next = Take();
        return next.Kind switch
        {
            SearchTokenKind.Value => new SearchQuery.Term(field, next.Text),
            SearchTokenKind.Open => Closed(Clauses(field, depth + 1), next),
            _ => throw Error("a value is missing; one that looks like an operator must be quoted", next),
        };
    }

    private SearchQuery Closed(SearchQuery group, SearchToken opened) =>
        Take().Kind == SearchTokenKind.Close ? group : throw Error("a parenthesis is not closed", opened);

    /// <summary>The next token; the last one, which ends the query, is never passed.</summary>
    private SearchToken Take() => _next < _tokens.Count - 1 ? _tokens[_next++] : _tokens[_next];

    private static SearchSyntaxException Fieldless(SearchToken token) =>
        Error("every term needs a field, as in email:\"anna@example.com\"", token);

    private static SearchSyntaxException Error(string message, SearchToken token) => new($"{message} (at position {token.Position + 1}).");
}
