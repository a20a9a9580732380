namespace AccountLinking.SelfService;

/// <summary>The answer of <c>GET /api/me/link-candidates</c>.</summary>
/// <param name="ExpiresIn">How long the handles are good, in seconds.</param>
internal sealed record CandidatesResponse(IReadOnlyList<CandidateResponse> Candidates, int ExpiresIn);
