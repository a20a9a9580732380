using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Control;

/// <summary>How the next matching calls misbehave: with a status, late, or with the connection reset.</summary>
public sealed record Fault
{
    public const string Auth0 = "auth0";
    public const string Crm = "crm";

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private static readonly string[] Targets = [Auth0, Crm];
    private static readonly string[] Moments = ["before", "after"];

    public required string Target { get; init; }

    public string? Method { get; init; }

    /// <summary>Compared with the decoded path, itself decoded or as given; exact, or a prefix when it ends in <c>*</c>.</summary>
    public string? Path { get; init; }

    public int? Status { get; init; }

    public TimeSpan? Delay { get; init; }

    public bool Reset { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public JsonElement? Body { get; init; }

    public int Times { get; init; } = 1;

    /// <summary>The call takes effect first, and only its answer goes wrong.</summary>
    public bool AfterEffect { get; init; }

    /// <exception cref="FieldException">A field is missing, mistyped or unknown.</exception>
    public static Fault Parse(JsonMap body)
    {
        var fields = new JsonFields(body);
        var fault = new Fault
        {
            Target = OneOf(fields, "target", Targets) ?? Auth0,
            Method = OneOf(fields, "method", Methods, StringComparer.OrdinalIgnoreCase),
            Path = fields.OptionalText("path"),
            Status = fields.OptionalInt("status", 200, 599),
            Delay = fields.OptionalInt("delay_ms", 0, 600_000) is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            Reset = fields.OptionalBool("reset"),
            Headers = FaultHeaders.Read(fields),
            Body = fields.OptionalAny("body"),
            Times = fields.OptionalInt("times", 1, 1_000_000) ?? 1,
            AfterEffect = OneOf(fields, "when", Moments) == "after",
        };
        fields.RefuseUnknown();
        return fault.Checked();
    }

    /// <summary>Statuses whose answers have no body (RFC 9110).</summary>
    public static bool IsBodiless(int status) => status is 204 or 205 or 304;

    public bool Matches(string target, string method, string decodedPath) =>
        Target == target
        && (Method is null || string.Equals(Method, method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || Covers(Path, decodedPath));

    private static bool Covers(string path, string decodedPath)
    {
        var isPrefix = path.EndsWith('*');
        var given = isPrefix ? path[..^1] : path;
        return new[] { given, Uri.UnescapeDataString(given) }.Any(text =>
            isPrefix ? decodedPath.StartsWith(text, StringComparison.Ordinal) : decodedPath == text);
    }

    private Fault Checked()
    {
        if ((Status is null ? 0 : 1) + (Delay is null ? 0 : 1) + (Reset ? 1 : 0) != 1)
            throw new FieldException("Exactly one of 'status', 'delay_ms' and 'reset' says how the call misbehaves.");
        if (Status is null && (Headers.Count > 0 || Body is not null)) throw new FieldException("'headers' and 'body' belong to a 'status'.");
        if (Body is not null && IsBodiless(Status ?? 0)) throw new FieldException($"'body' cannot go with the status {Status}.");
        RefusePathThatNeverMatches();
        return this;
    }

    private void RefusePathThatNeverMatches()
    {
        if (Path is null or "*") return;
        if (!Path.StartsWith('/')) throw new FieldException("'path' must begin with '/'.");
        if (Path.Contains('?', StringComparison.Ordinal)) throw new FieldException("'path' is compared without the query; a '?' in an id is written %3F.");
        if (Path[..^1].Contains('*', StringComparison.Ordinal)) throw new FieldException("'path' takes a '*' only at its end; one in an id is written %2A.");
    }

    private static string? OneOf(JsonFields fields, string name, string[] allowed, StringComparer? comparer = null) =>
        fields.OptionalText(name) is not { } value || allowed.Contains(value, comparer ?? StringComparer.Ordinal)
            ? fields.OptionalText(name)
            : throw new FieldException($"'{name}' must be one of {string.Join(", ", allowed)}.");
}
