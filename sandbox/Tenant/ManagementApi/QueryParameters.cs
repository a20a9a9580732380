using System.Globalization;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The query string of a call; what the call does not know is refused, as Auth0 does.</summary>
public sealed class QueryParameters
{
    private readonly IQueryCollection _query;

    public QueryParameters(HttpRequest request, params IEnumerable<string> known)
    {
        _query = request.Query;
        if (_query.Keys.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } unknown) throw Fault($"Additional properties not allowed: {unknown}");
        if (_query.FirstOrDefault(parameter => parameter.Value.Count > 1).Key is { } repeated)
            throw Fault("Expected type string but found type array", repeated);
    }

    public string? Text(string name) => _query.TryGetValue(name, out var value) ? value.ToString() : null;

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw Fault($"Missing required property: {name}");

    public int Number(string name, int fallback, int max)
    {
        if (Text(name) is not { } text) return fallback;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Fault("Expected type integer but found type string", name);
        return number <= max ? number : throw Fault($"Value {number} is greater than maximum {max}", name);
    }

    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw Fault("Expected type boolean but found type string", name),
    };

    private static ManagementApiException Fault(string fault, string? name = null) =>
        ManagementApiException.InvalidQuery($"Query validation error: '{fault}'{(name is null ? string.Empty : $" on property {name}")}.");
}
