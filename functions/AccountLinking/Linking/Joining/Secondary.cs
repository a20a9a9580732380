using AccountLinking.Auth0;

namespace AccountLinking.Linking.Joining;

/// <summary>An account that is to be absorbed.</summary>
/// <param name="ConnectionId">The database of its main identity; null where that is no database.</param>
internal sealed record Secondary(Auth0User Account, string? ConnectionId);
