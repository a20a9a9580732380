using System.Text.Json.Nodes;
using AccountLinking.Auth0.Profiles;

namespace AccountLinking.Linking.Merging;

/// <summary>Takes out what Auth0 would not take, and counts it.</summary>
internal sealed class Leftovers
{
    private readonly SortedSet<string> _reserved = new(StringComparer.Ordinal);

    private int _numbers;

    public int Unstorable { get; set; }

    public NotCopied ToReport() => new(_reserved, Unstorable, _numbers);

    public static bool HoldsUnstorable(JsonNode? value) => value switch
    {
        JsonObject map => map.Any(property => MetadataKeys.IsUnstorable(property.Key) || HoldsUnstorable(property.Value)),
        JsonArray list => list.Any(HoldsUnstorable),
        _ => false,
    };

    /// <param name="unvouchedKey">Of a number that is worth nothing.</param>
    public JsonObject StripApp(JsonObject metadata, string? unvouchedKey)
    {
        JsonObject kept = [];
        foreach (var (key, value) in metadata)
        {
            if (MetadataKeys.ReservedInAppMetadata.Contains(key)) _reserved.Add(key);
            else if (key == unvouchedKey) _numbers++;
            else if (!OwnKeys.InAppMetadata.Contains(key)) kept[key] = value?.DeepClone();
        }

        return Strip(kept);
    }

    /// <summary>Of an account that is as it was again, also what is the service's own.</summary>
    public JsonObject StripReserved(JsonObject metadata)
    {
        JsonObject kept = [];
        foreach (var (key, value) in metadata)
        {
            if (MetadataKeys.ReservedInAppMetadata.Contains(key)) _reserved.Add(key);
            else kept[key] = value?.DeepClone();
        }

        return Strip(kept);
    }

    /// <summary>A null on the first level is none: to Auth0 it is an order to remove the key.</summary>
    public JsonObject Strip(JsonObject metadata)
    {
        JsonObject kept = [];
        foreach (var (key, value) in metadata)
        {
            if (MetadataKeys.IsUnstorable(key)) Unstorable++;
            else if (value is not null) kept[key] = StripValue(value);
        }

        return kept;
    }

    private JsonNode? StripValue(JsonNode? value) => value switch
    {
        JsonObject map => StripObject(map),
        JsonArray list => new JsonArray([.. list.Select(StripValue)]),
        _ => value?.DeepClone(),
    };

    private JsonObject StripObject(JsonObject map)
    {
        JsonObject kept = [];
        foreach (var (key, value) in map)
        {
            if (MetadataKeys.IsUnstorable(key)) Unstorable++;
            else kept[key] = StripValue(value);
        }

        return kept;
    }
}
