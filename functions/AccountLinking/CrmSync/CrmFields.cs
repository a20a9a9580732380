using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;

namespace AccountLinking.CrmSync;

/// <summary>The fields of the CRM's answer as Auth0 takes them. Pure.</summary>
/// <param name="Renamed">How many keys, however deep, have another name now. They are not named: such a key may be somebody's address.</param>
/// <param name="LeftOut">How many keys are left out.</param>
internal sealed record CrmFields(JsonObject Values, int Renamed, int LeftOut)
{
    /// <summary>When the copy was made: the service's own key among the CRM's fields in <c>user_metadata</c>.</summary>
    public const string LastUpdate = "lastUpdate";

    public static CrmFields Of(JsonElement answer, ForbiddenKeys policy)
    {
        var cleaning = new Cleaning(policy);
        var values = cleaning.Clean(Json.ToObject(answer));
        if (values.Remove(LastUpdate)) cleaning.LeftOut++;
        // To Auth0 a null on the first level is an order to remove the key; here it is a field that the CRM does not have.
        foreach (var name in values.Where(field => field.Value is null).Select(field => field.Key).ToList()) values.Remove(name);
        return new CrmFields(values, cleaning.Renamed, cleaning.LeftOut);
    }

    private sealed class Cleaning(ForbiddenKeys policy)
    {
        public int Renamed { get; private set; }

        public int LeftOut { get; set; }

        public JsonObject Clean(JsonObject map)
        {
            JsonObject clean = [];
            foreach (var (key, value) in map.Where(field => !IsForbidden(field.Key))) clean[key] = CleanValue(value);
            foreach (var (key, value) in map.Where(field => IsForbidden(field.Key)).OrderBy(field => field.Key, StringComparer.Ordinal))
            {
                var name = NameFor(key);
                if (policy == ForbiddenKeys.Refuse || IsForbidden(name) || clean.ContainsKey(name))
                {
                    LeftOut++;
                    continue;
                }

                clean[name] = CleanValue(value);
                Renamed++;
            }

            return clean;
        }

        private JsonNode? CleanValue(JsonNode? value) => value switch
        {
            JsonObject map => Clean(map),
            JsonArray list => new JsonArray([.. list.Select(CleanValue)]),
            JsonValue number when number.GetValueKind() == JsonValueKind.Number && !SurvivesJavaScript(number) => JsonValue.Create(number.ToJsonString()),
            _ => value?.DeepClone(),
        };

        /// <summary>Auth0 and the Action keep a number in a double. One that would become another there, as a long id, goes as text.</summary>
        private static bool SurvivesJavaScript(JsonValue number) =>
            double.Parse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) is var value && double.IsFinite(value) && JsonNode.DeepEquals(JsonNode.Parse(value.ToString("R", CultureInfo.InvariantCulture)), number);

        /// <summary>Auth0 does not take the first two, MongoDB under it not the third and fourth, and JavaScript makes no key of the last.</summary>
        private static bool IsForbidden(string key) => MetadataKeys.IsUnstorable(key) || key.Length == 0 || key.Contains('\0', StringComparison.Ordinal) || key == "__proto__";

        private static string NameFor(string key) => key.Replace('.', '_').Replace('$', '_').Replace('\0', '_');
    }
}
