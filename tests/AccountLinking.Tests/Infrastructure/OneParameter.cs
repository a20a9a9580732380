using System.Globalization;
using System.Text.Json.Nodes;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>Deployments with what is required and one parameter more.</summary>
internal static class OneParameter
{
    private static readonly string[] OfTheService = ["auth0", "webhooks", "linking", "crm", "selfService", "journalRetentionDays", "vaultReloadSeconds"];

    private static readonly string[] WithMembers = ["auth0Settings", "webhooksSettings", "linkingSettings", "crmSettings?", "selfServiceSettings", "ssnSettings", "emailSettings?", "connectionIds?"];

    /// <summary>The parameters that are a value each.</summary>
    public static async Task<List<Bicep.Declaration>> LeavesAsync() =>
        [.. (await Bicep.DeclarationsAsync()).Where(one => one.File == "main.bicep" && OfTheService.Contains(one.Path.Split('.')[0]) && !WithMembers.Contains(one.Type))];

    /// <summary>What is required, and one more.</summary>
    public static JsonObject With(string? path, object? value)
    {
        var parameters = JsonNode.Parse("""
            {"environmentName": "test", "location": "swedencentral", "auth0": {"domain": "name.eu.auth0.com", "clientId": "id"}, "webhooks": {},
             "linking": {"ssn": {"trustedConnections": ["swedish-bankid"]} } }
            """)!.AsObject();
        if (path is null) return parameters;
        // These choices want something beside them.
        if (value is "PreferConnections") parameters["linking"]!["preferConnections"] = new JsonArray("one");
        if (value is "Automatic") parameters["linking"]!["email"] = JsonNode.Parse("""{"trustedConnections": ["google-oauth2"]}""");
        if (path.StartsWith("crm.", StringComparison.Ordinal)) parameters["crm"] = JsonNode.Parse("""{"url": "https://crm.example.com/", "namespace": "https://crm.example.com/"}""");
        var at = parameters;
        foreach (var name in path.Split('.')[..^1]) at = (at[name] ??= new JsonObject()).AsObject();
        at[path.Split('.')[^1]] = value as JsonNode ?? JsonValue.Create(value);
        return parameters;
    }

    public static object Example(Bicep.Declaration leaf) => leaf.Type.TrimEnd('?') switch
    {
        "int" => leaf.MinValue ?? 1,
        "bool" => true,
        "string[]" or "connectionName[]" or "origin[]" => new JsonArray("one", "two"),
        "string" when leaf.Path.EndsWith(".*", StringComparison.Ordinal) => "con_0123456789abcdef",
        "string" => "text",
        _ => ChoicesOf(leaf)[0],
    };

    public static string[] ChoicesOf(Bicep.Declaration leaf) => [.. leaf.Type.Split('\'').Where((_, index) => index % 2 == 1)];

    /// <summary>A default, as the description has it.</summary>
    public static object ValueSaid(Bicep.Declaration leaf, string said) => leaf.Type.TrimEnd('?') switch
    {
        "int" => int.Parse(said, CultureInfo.InvariantCulture),
        "bool" => bool.Parse(said),
        "string[]" or "connectionName[]" or "origin[]" => said == "none" ? new JsonArray() : new JsonArray([.. said.Split(" and ").Select(item => (JsonNode)item)]),
        // Whoever sets a text to nothing has not set it.
        "string" when said == "none" => string.Empty,
        _ => said,
    };
}
