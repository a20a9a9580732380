using System.Text.Json.Nodes;
using AccountLinking.CrmSync;

namespace AccountLinking.Webhooks;

/// <summary>The answer of <c>POST /api/crm/sync</c>.</summary>
/// <param name="ExternalUserId">Null: none is known.</param>
/// <param name="LastUpdate">When the CRM was asked for what is told here, in UTC; null where nothing is.</param>
/// <param name="Claims">Of the ID token, by their names.</param>
internal sealed record SyncResponse(string Outcome, string? ExternalUserId, string? LastUpdate, JsonObject Claims)
{
    public static SyncResponse Of(CrmOutcome outcome) => outcome switch
    {
        CrmOutcome.Cached { Record: var record } => Of("cached", record),
        CrmOutcome.Synced { Record: var record } => Of("synced", record),
        CrmOutcome.Stale { Record: var record } => Of("stale", record),
        CrmOutcome.NotFound { Record: var record } => Of("not_found", record),
        CrmOutcome.NoPhone => Of("no_phone"),
        CrmOutcome.AmbiguousPhone => Of("ambiguous_phone"),
        CrmOutcome.Unavailable => Of("unavailable"),
        _ => throw new InvalidOperationException("An outcome without an answer."),
    };

    private static SyncResponse Of(string name, CrmRecord record) => new(
        name, record.ExternalUserId, CrmRecord.Format(record.LastUpdate), new JsonObject(record.Claims.Select(claim => KeyValuePair.Create<string, JsonNode?>(claim.Name, claim.Value.DeepClone()))));

    private static SyncResponse Of(string name) => new(name, ExternalUserId: null, LastUpdate: null, []);
}
