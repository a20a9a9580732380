using System.Globalization;

namespace AccountLinking.Tests.Webhooks.HttpFile;

/// <summary>One request of an <c>.http</c> file, with its references.</summary>
/// <param name="Title">What stands behind <c>###</c>.</param>
/// <param name="Name">By which later requests refer to its answer.</param>
/// <param name="Status">That of its answer, as the comment above it says.</param>
internal sealed record HttpRequestText(string Title, string? Name, int Status, string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, string Body)
{
    /// <exception cref="FormatException">A line is none of those that a request has.</exception>
    public static HttpRequestText Parse(string title, IEnumerable<string> lines)
    {
        var rest = new Queue<string>(lines);
        var comments = Take(rest, line => line.StartsWith('#')).Select(line => line[1..].Trim()).ToList();
        var request = rest.TryDequeue(out var line) && line.Split(' ') is [var method, var address] ? (method, address) : throw new FormatException($"'{title}' has no request line.");
        var headers = Take(rest, line => line.Length > 0).Select(HeaderOf).ToList();
        return new HttpRequestText(
            title,
            comments.Where(comment => comment.StartsWith("@name ", StringComparison.Ordinal)).Select(comment => comment["@name ".Length..]).SingleOrDefault(),
            comments.Select(comment => int.TryParse(comment, CultureInfo.InvariantCulture, out var status) ? status : 0).SingleOrDefault(status => status > 0),
            request.method,
            request.address,
            headers,
            string.Join('\n', rest).Trim('\n'));
    }

    private static (string Name, string Value) HeaderOf(string line) =>
        line.Split(": ", 2) is [var name, var value] ? (name, value) : throw new FormatException($"'{line}' is no header.");

    private static IEnumerable<string> Take(Queue<string> lines, Func<string, bool> isWanted)
    {
        while (lines.TryPeek(out var line) && isWanted(line)) yield return lines.Dequeue();
    }
}
