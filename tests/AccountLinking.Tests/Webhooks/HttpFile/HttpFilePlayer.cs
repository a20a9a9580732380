using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Tests.Webhooks.HttpFile;

/// <summary>Sends requests of a file one after the other, as somebody does who goes through it.</summary>
internal sealed class HttpFilePlayer(IReadOnlyDictionary<string, string> variables)
{
    private const string OfAnswer = ".response.body.$.";

    private readonly Dictionary<string, ApiAnswer> _answers = new(StringComparer.Ordinal);

    public async Task<(Uri Address, ApiAnswer Answer)> SendAsync(HttpRequestText text)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(text.Method), Resolve(text.Address));
        if (text.Body.Length > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Resolve(text.Body)));
        foreach (var (name, value) in text.Headers)
        {
            if (name == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.Add(name, Resolve(value));
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = new ApiAnswer(response.StatusCode, new Dictionary<string, string>(), await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        if (text.Name is not null) _answers[text.Name] = answer;
        return (request.RequestUri!, answer);
    }

    private string Resolve(string text) => HttpFileText.Resolve(text, ValueOf);

    private string ValueOf(string reference)
    {
        var at = reference.IndexOf(OfAnswer, StringComparison.Ordinal);
        return at < 0 ? variables[reference] : Find(_answers[reference[..at]].Json, reference[(at + OfAnswer.Length)..]);
    }

    /// <param name="path">JSONPath, as far as the file uses it: <c>property</c>, and <c>list[0].property</c>.</param>
    private static string Find(JsonElement json, string path) => path.Split('.', '[').Aggregate(
        json, (element, part) => part.EndsWith(']') ? element[int.Parse(part[..^1], CultureInfo.InvariantCulture)] : element.GetProperty(part)).GetString()!;
}
