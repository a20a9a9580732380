using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Linking.Merging;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using FsCheck;
using FsCheck.Fluent;

namespace AccountLinking.Tests.Linking.Merging;

/// <summary>What holds for whatever metadata two or three accounts have.</summary>
public sealed class MergeProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Merging_the_same_again_changes_nothing() => ForTwo((primary, secondary) =>
    {
        var once = Merge(primary, secondary);
        return Same(once, Merge(once, secondary)) && PatchOf(once, secondary) is null;
    });

    [Fact]
    public void Merging_with_itself_changes_nothing() => Check(JsonGenerator.Any, primary => PatchOf(primary, primary) is null && Same(primary, Merge(primary, primary)));

    [Fact]
    public void Merging_one_after_another_is_merging_all_at_once() => Check(
        JsonGenerator.Any, JsonGenerator.Any, JsonGenerator.Any, (primary, one, other) => Same(Merge(Merge(primary, one), other), Merge(primary, one, other)));

    [Fact]
    public void Secondaries_may_be_merged_with_each_other_first_where_each_key_has_one_kind_of_value() => Check(
        JsonGenerator.OfOneSchema, JsonGenerator.OfOneSchema, JsonGenerator.OfOneSchema, (primary, one, other) => Same(Merge(Merge(primary, one), other), Merge(primary, Merge(one, other))));

    [Fact]
    public void What_the_primary_has_stands_in_its_own_digits_and_letters() => ForTwo((primary, secondary) =>
    {
        var merged = Parse(Merge(primary, secondary));
        return LeavesOf(Parse(primary)).All(leaf => At(merged, leaf.Path) is { } value && (leaf.Value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Take(leaf.Value.GetArrayLength()).Select(Raw).SequenceEqual(leaf.Value.EnumerateArray().Select(Raw))
            : Raw(value) == Raw(leaf.Value)));
    });

    [Fact]
    public void Nothing_of_the_secondary_is_lost_but_where_the_primarys_value_stands() => ForTwo((primary, secondary) =>
    {
        var (before, merged) = (Parse(primary), Parse(Merge(primary, secondary)));
        return LeavesOf(Parse(secondary)).All(leaf => Stands(before, leaf) || (At(merged, leaf.Path) is { } value && (leaf.Value.ValueKind == JsonValueKind.Array
            ? leaf.Value.EnumerateArray().All(element => value.EnumerateArray().Any(there => JsonElement.DeepEquals(there, element)))
            : Raw(value) == Raw(leaf.Value))));
    });

    [Fact]
    public void Nothing_is_made_up() => ForTwo((primary, secondary) =>
    {
        string[] known = [.. PathsOf(Parse(primary)), .. PathsOf(Parse(secondary))];
        return PathsOf(Parse(Merge(primary, secondary))).All(known.Contains);
    });

    [Fact]
    public void An_array_gets_each_new_element_once_and_no_other() => ForTwo((primary, secondary) =>
    {
        var (before, added, merged) = (Parse(primary), Parse(secondary), Parse(Merge(primary, secondary)));
        return LeavesOf(before).Where(leaf => leaf.Value.ValueKind == JsonValueKind.Array).All(leaf =>
        {
            List<JsonElement> expected = [.. leaf.Value.EnumerateArray()];
            if (At(added, leaf.Path) is { ValueKind: JsonValueKind.Array } others)
                foreach (var other in others.EnumerateArray().Where(other => !expected.Exists(there => JsonElement.DeepEquals(there, other)))) expected.Add(other);
            return At(merged, leaf.Path)!.Value.EnumerateArray().Select(Raw).SequenceEqual(expected.Select(Raw));
        });
    });

    [Fact]
    public void The_patch_makes_Auth0_have_the_merged_metadata_and_names_only_keys_that_change() => ForTwo((primary, secondary) =>
    {
        var merged = MergeOf(primary, secondary);
        if (merged.Patch.UserMetadata is not { } patch) return Same(primary, merged.UserMetadata.ToJsonString());
        var before = Parse(primary);
        return patch.Count > 0
            && Same(UserPatch.Merge(JsonMap.From(before), Parse(patch.ToJsonString())).ToString(), merged.UserMetadata.ToJsonString())
            && patch.All(change => change.Value is not null && (At(before, [change.Key]) is not { } old || !JsonElement.DeepEquals(Parse(change.Value.ToJsonString()), old)))
            && patch.All(change => At(Parse(secondary), [change.Key]) is not null);
    });

    [Fact]
    public void App_metadata_is_merged_in_the_same_way_and_neither_touches_the_other() => ForTwo((primary, secondary) =>
    {
        var merged = Accounts.Merged(Account("auth0|p", "{}", primary), [Account("auth0|s", "{}", secondary)]);
        return Same(merged.AppMetadata.ToJsonString(), Merge(primary, secondary)) && merged.UserMetadata.Count == 0 && merged.Patch.UserMetadata is null;
    });

    private static void ForTwo(Func<string, string, bool> holds) => Prop.ForAll(JsonGenerator.Any, JsonGenerator.Any, holds).Check(Thorough);

    private static void Check(Arbitrary<string> one, Func<string, bool> holds) => Prop.ForAll(one, holds).Check(Thorough);

    private static void Check(Arbitrary<string> one, Arbitrary<string> two, Arbitrary<string> three, Func<string, string, string, bool> holds) =>
        Prop.ForAll(one, two, three, holds).Check(Thorough);

    private static MergedMetadata MergeOf(string primary, params string[] secondaries) =>
        Accounts.Merged(Account("auth0|p", primary, "{}"), secondaries.Select((secondary, index) => Account($"auth0|s{index}", secondary, "{}")));

    private static string Merge(string primary, params string[] secondaries) => MergeOf(primary, secondaries).UserMetadata.ToJsonString();

    private static JsonObject? PatchOf(string primary, string secondary) => MergeOf(primary, secondary).Patch.UserMetadata;

    private static Auth0User Account(string id, string userMetadata, string appMetadata) =>
        Accounts.User(id, $$""", "user_metadata": {{userMetadata}}, "app_metadata": {{appMetadata}}""");

    private static JsonElement Parse(string json) => JsonElement.Parse(json);

    private static bool Same(string one, string other) => JsonElement.DeepEquals(Parse(one), Parse(other));

    /// <summary>The digits of a number, the letters of a text.</summary>
    private static string Raw(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => $"\"{value.GetString()}\"",
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().Select(property => $"{property.Name}:{Raw(property.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Raw))}]",
        var kind => kind.ToString(),
    };

    /// <summary>Everything that is not an object, with the keys that lead to it; without nulls, which are no values.</summary>
    private static IEnumerable<(string[] Path, JsonElement Value)> LeavesOf(JsonElement element, params string[] path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => LeavesOf(property.Value, [.. path, property.Name])),
        JsonValueKind.Null => [],
        _ => [(path, element)],
    };

    private static IEnumerable<string> PathsOf(JsonElement element) => LeavesOf(element).Select(leaf => string.Join("/", leaf.Path));

    private static JsonElement? At(JsonElement element, IEnumerable<string> path)
    {
        foreach (var key in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(key, out element)) return null;
        }

        return element;
    }

    /// <summary>Whether the primary has a value of its own at this place, or above it one that has no keys.</summary>
    private static bool Stands(JsonElement primary, (string[] Path, JsonElement Value) leaf)
    {
        for (var length = 1; length <= leaf.Path.Length; length++)
        {
            if (At(primary, leaf.Path[..length]) is not { ValueKind: not JsonValueKind.Null } value) return false;
            if (length == leaf.Path.Length) return value.ValueKind != JsonValueKind.Array || leaf.Value.ValueKind != JsonValueKind.Array;
            if (value.ValueKind != JsonValueKind.Object) return true;
        }

        return false;
    }
}
