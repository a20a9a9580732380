namespace AccountLinking.SelfService;

/// <summary>The answer of <c>DELETE /api/me/identities/{provider}/{user_id}</c>.</summary>
/// <param name="Restored">The accounts that there are again.</param>
internal sealed record SeparationResponse(string Outcome, string PrimaryUserId, IReadOnlyList<string> Restored);
