namespace AccountLinking.Auth0.Tokens;

/// <summary>What a verified access token says. It prints masked: an id may hold personal data.</summary>
/// <param name="Subject">Whose token it is.</param>
/// <param name="ClientId">The application that it was issued to.</param>
/// <param name="Scopes">What the application may do for that person.</param>
/// <param name="IssuedAt">To the second.</param>
internal sealed record UserAccessToken(UserId Subject, string ClientId, IReadOnlySet<string> Scopes, DateTimeOffset IssuedAt)
{
    public override string ToString() => "***";
}
