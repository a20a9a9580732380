using System.Text.Json.Nodes;
using AccountLinking.Auth0;

namespace AccountLinking.CrmSync;

/// <summary>What the CRM has said, laid over an account.</summary>
/// <param name="UserMetadata">The account's, once it is written.</param>
/// <param name="Patch">What must be written: the copy, as far as it differs, and the record.</param>
/// <param name="Kept">How many of the CRM's fields are not copied, because the person has keys of his own by these names.</param>
/// <param name="Replaced">How many keys, of those that are always the service's, had a value before the first sync.</param>
internal sealed record Laid(CrmRecord Record, JsonObject UserMetadata, MetadataPatch Patch, int Kept, int Replaced);
