using System.Globalization;
using System.Text;

namespace AccountLinking.Sandbox.Tenant.Search;

/// <summary>
/// Cuts a query into tokens, by the Lucene 2.9.4 syntax that Auth0 names as its reference. What a term may hold beyond plain
/// text (wildcards, ranges, fuzzy and boosted terms, regular expressions) is refused, never taken for text.
/// </summary>
public sealed class SearchLexer(string query)
{
    private const string Special = "+-!(){}[]^\"~*?:\\/";

    private int _position;

    private char Current => _position < query.Length ? query[_position] : '\0';

    private bool AtEnd => _position >= query.Length;

    public IEnumerable<SearchToken> Tokens()
    {
        SearchToken token;
        do yield return token = Next();
        while (token.Kind != SearchTokenKind.End);
    }

    private SearchToken Next()
    {
        while (!AtEnd && char.IsWhiteSpace(Current)) _position++;
        var start = _position;
        if (AtEnd) return new SearchToken(SearchTokenKind.End, start);
        switch (Current)
        {
            case '(': return Single(SearchTokenKind.Open);
            case ')': return Single(SearchTokenKind.Close);
            case '-': return Minus();
            case '"': return new SearchToken(SearchTokenKind.Value, start, Phrase());
            default: return Word(start);
        }
    }

    private SearchToken Single(SearchTokenKind kind) => new(kind, _position++);

    private SearchToken Minus()
    {
        var minus = Single(SearchTokenKind.Not);
        return AtEnd || char.IsWhiteSpace(Current) ? throw Error("'-' must stand directly before what it excludes") : minus;
    }

    private SearchToken Word(int start)
    {
        var text = Text();
        if (!AtEnd && Current == ':') return Field(start, text);
        return query[start.._position] switch
        {
            "AND" => new SearchToken(SearchTokenKind.And, start),
            "OR" => new SearchToken(SearchTokenKind.Or, start),
            "NOT" => new SearchToken(SearchTokenKind.Not, start),
            _ => new SearchToken(SearchTokenKind.Value, start, text),
        };
    }

    private SearchToken Field(int start, string name)
    {
        _position++;
        return AtEnd || char.IsWhiteSpace(Current)
            ? throw Error("a value must follow the colon directly")
            : new SearchToken(SearchTokenKind.Field, start, name);
    }

    /// <summary>Plain characters and escapes, up to white space, a colon or a closing parenthesis.</summary>
    private string Text()
    {
        var text = new StringBuilder();
        for (; !AtEnd && Current is not (':' or ')') && !char.IsWhiteSpace(Current); _position++)
        {
            if (Current == '\\') text.Append(Escaped());
            else if (Current == '(' && text.ToString() is "AND" or "OR" or "NOT") throw Error("a space must follow an operator");
            else if (IsSpecial(text.Length)) throw Error($"'{Current}' is not supported here; quote the value or escape it with '\\'");
            else text.Append(Current);
        }

        return text.Length > 0 ? text.ToString() : throw Error("a field name is missing before the colon");
    }

    private bool IsSpecial(int index)
    {
        // Inside a word a plus or a minus is an ordinary character; && and || are operators, a single & or | is not.
        // At its beginning <, > and = would make a range of it.
        if (Current is '+' or '-' or '<' or '>' or '=') return index == 0;
        if (Current is '&' or '|') return _position + 1 < query.Length && query[_position + 1] == Current;
        return Special.Contains(Current, StringComparison.Ordinal);
    }

    private string Phrase()
    {
        var start = _position++;
        var text = new StringBuilder();
        for (; Current != '"' || AtEnd; _position++)
        {
            if (AtEnd) throw Error("the quoted phrase has no end", start);
            text.Append(Current == '\\' ? Escaped() : Current);
        }

        _position++;
        if (!AtEnd && Current != ')' && !char.IsWhiteSpace(Current)) throw Error("white space must follow the closing quote");
        return text.ToString();
    }

    /// <summary>The character that an escape stands for; leaves the position on its last character.</summary>
    private char Escaped()
    {
        _position++;
        if (AtEnd) throw Error("the query ends in the middle of an escape");
        if (Current != 'u') return Current;
        if (_position + 4 >= query.Length
            || !ushort.TryParse(query.AsSpan(_position + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw Error("'\\u' must be followed by four hexadecimal digits");
        _position += 4;
        return (char)code;
    }

    private SearchSyntaxException Error(string message, int? position = null) =>
        new($"{message} (at position {(position ?? _position) + 1}).");
}
