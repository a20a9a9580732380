using System.Buffers;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Control;

/// <summary>The headers of a faulty answer: only such as HTTP can carry, so that the fault is the one that was asked for.</summary>
public static class FaultHeaders
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Kestrel checks them against what is sent, and would cut the answer off.</summary>
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase) { "content-length", "transfer-encoding" };

    public static IReadOnlyDictionary<string, string> Read(JsonFields fields) =>
        (fields.OptionalObject("headers") ?? JsonMap.Empty).ToDictionary(header => header.Key, header => Value(header.Key, header.Value));

    private static string Value(string name, JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) throw new FieldException($"'headers.{name}' must be a string.");
        if (Framing.Contains(name)) throw new FieldException($"'headers.{name}' follows from the body.");
        return name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters) && !value.ToString().AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? value.ToString()
            : throw new FieldException($"'headers.{name}' is not a header that HTTP can carry.");
    }
}
