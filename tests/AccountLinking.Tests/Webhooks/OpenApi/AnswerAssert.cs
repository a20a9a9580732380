using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Tests.Webhooks.OpenApi;

internal static partial class AnswerAssert
{
    /// <summary>Those that are the server's business; all others say something of the answer.</summary>
    private static readonly string[] OfTheServer = ["Connection", "Content-Length", "Content-Type", "Date", "Keep-Alive", "Server", "Transfer-Encoding"];

    /// <summary>What differs each time, and its form.</summary>
    private static readonly Dictionary<string, Regex> Differing = new(StringComparer.Ordinal) { ["link_id"] = LinkId(), ["trace_id"] = TraceId(), ["handle"] = Handle(), ["nonce"] = Nonce() };

    /// <summary>Status, headers, content type and all properties are as the document says of this status.</summary>
    public static void IsAsDescribed(ApiOperation api, int status, ApiAnswer answer)
    {
        Assert.True(status == (int)answer.Status, $"{(int)answer.Status} {answer.Text}");
        var described = api.AnswerOf(status).Each("headers").ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
        Assert.Empty(answer.Headers.Keys.Except(OfTheServer, StringComparer.OrdinalIgnoreCase).Except(described.Keys, StringComparer.OrdinalIgnoreCase));
        foreach (var (name, header) in described)
        {
            if (!answer.Headers.TryGetValue(name, out var value)) Assert.False(header.TryGetProperty("required", out _), name);
            else Assert.Empty(SchemaCheck.Errors(header.GetProperty("schema"), Sandbox.Json.JsonValue.Of(value), name));
        }

        var content = api.ContentOf(status);
        if (content.Count == 0) Assert.Empty(answer.Text);
        else AssertFits(content, answer);
    }

    /// <summary>Exactly, but for what differs each time, which has the same form.</summary>
    public static void IsAsShown(ApiExample example, ApiAnswer answer)
    {
        if (example.Answer is not { } shown)
        {
            Assert.Empty(answer.Text);
            return;
        }

        var (expected, actual) = (JsonNode.Parse(shown.GetRawText())!, JsonNode.Parse(answer.Text)!);
        Level(expected);
        Level(actual);
        // As text: the order of properties is the same, too.
        Assert.Equal(expected.ToJsonString(), actual.ToJsonString());
    }

    /// <summary>In place of what differs each time stands its name.</summary>
    private static void Level(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items) Level(item);
        }

        if (node is not JsonObject map) return;
        foreach (var (name, value) in map.ToList())
        {
            if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String && Differing.TryGetValue(name, out var form))
            {
                Assert.Matches(form, text.GetValue<string>());
                map[name] = name;
            }

            Level(value);
        }
    }

    private static void AssertFits(IReadOnlyDictionary<string, JsonElement> content, ApiAnswer answer)
    {
        var type = answer.Headers["Content-Type"].Split(';')[0];
        Assert.Empty(SchemaCheck.Errors(content[type], type == "text/plain" ? Sandbox.Json.JsonValue.Of(answer.Text) : answer.Json));
    }

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkId();

    /// <summary>56 bytes.</summary>
    [GeneratedRegex("^[0-9A-Za-z_-]{75}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Handle();

    /// <summary>40 bytes, or 80 with what was chosen.</summary>
    [GeneratedRegex("^([0-9A-Za-z_-]{54}|[0-9A-Za-z_-]{107})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Nonce();

    /// <summary>Of the request's trace; of its connection, where nobody traces.</summary>
    [GeneratedRegex("^([0-9a-f]{32}|[0-9A-Z]+:[0-9A-F]{8})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TraceId();
}
