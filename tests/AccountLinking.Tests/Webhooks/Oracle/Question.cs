using System.Text.Json.Serialization;

namespace AccountLinking.Tests.Webhooks.Oracle;

/// <param name="Signature">What <c>webhook-signature</c> says; null to have it made.</param>
public sealed record Question(
    string Secret, string Id, string Timestamp, string Body, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Signature = null);
