using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Webhooks.HttpFile;

/// <summary>
/// An <c>.http</c> file, as far as REST Client and Visual Studio read it alike: variables, requests that have names, and references to both.
/// https://learn.microsoft.com/aspnet/core/test/http-files
/// </summary>
internal sealed partial class HttpFileText
{
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required IReadOnlyList<HttpRequestText> Requests { get; init; }

    /// <exception cref="FormatException">It is not a file that both programs read.</exception>
    public static HttpFileText Parse(string text)
    {
        var blocks = text.ReplaceLineEndings("\n").Split("\n###");
        var head = blocks[0].Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')).Select(line => Variable().Match(line)).ToList();
        if (head.Find(match => !match.Success) is not null) throw new FormatException("Before the first request only comments and variables may stand.");
        return new HttpFileText
        {
            Variables = head.ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal),
            Requests = [.. blocks[1..].Select(block => block.Split('\n')).Select(lines => HttpRequestText.Parse(lines[0].Trim(), lines.Skip(1)))],
        };
    }

    /// <param name="valueOf">Of a variable, or of an answer (<c>name.response.body.$.property</c>, in JSONPath).</param>
    public static string Resolve(string text, Func<string, string> valueOf) => Reference().Replace(text, match => valueOf(match.Groups["name"].Value));

    [GeneratedRegex(@"^@(?<name>\w+)=(?<value>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<name>[^{}]+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
