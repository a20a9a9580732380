namespace AccountLinking.SelfService;

/// <summary>The answer of <c>POST /api/me/link-challenges</c>.</summary>
/// <param name="Nonce">For the <c>nonce</c> of the sign-in to the other account.</param>
/// <param name="ExpiresIn">In seconds.</param>
internal sealed record ChallengeResponse(string Nonce, int ExpiresIn);
