using System.Text.Json.Nodes;
using AccountLinking.Auth0;

namespace AccountLinking.Linking.Merging;

/// <summary>The metadata of several accounts in one, and what must be written for that.</summary>
/// <param name="UserMetadata">The survivor's, when they are joined.</param>
/// <param name="AppMetadata">Likewise.</param>
/// <param name="Patch">What of it the survivor does not have yet.</param>
internal sealed record MergedMetadata(JsonObject UserMetadata, JsonObject AppMetadata, MetadataPatch Patch, NotCopied NotCopied);
