using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountLinking.CrmSync;

/// <summary>
/// A hash of a JSON value that survives its way through Auth0: the order of keys does not count, and of a number only its value, which JavaScript keeps in a double.
/// </summary>
internal static class CanonicalHash
{
    /// <summary>Hexadecimal digits, of SHA-256.</summary>
    private const int Length = 32;

    public static string Of(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Length];
    }

    private static void Write(JsonNode? value, StringBuilder text)
    {
        switch (value)
        {
            case JsonObject map:
                text.Append('{');
                foreach (var (key, inner) in map.OrderBy(property => property.Key, StringComparer.Ordinal))
                {
                    WriteText(key, text);
                    text.Append(':');
                    Write(inner, text);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case JsonArray list:
                text.Append('[');
                foreach (var element in list)
                {
                    Write(element, text);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number:
                // Minus zero is zero: JavaScript writes it so.
                text.Append((double.Parse(scalar.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0).ToString("R", CultureInfo.InvariantCulture));
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                WriteText(scalar.GetValue<string>(), text);
                break;
            default:
                text.Append(value is null ? "null" : value.ToJsonString());
                break;
        }
    }

    /// <summary>Its length first, so that no text can look like the end of one.</summary>
    private static void WriteText(string content, StringBuilder text) => text.Append(CultureInfo.InvariantCulture, $"\"{content.Length}:{content}\"");
}
