namespace AccountLinking.Auth0.Tokens;

/// <summary>What a verified ID token says. It prints masked: an id may hold personal data.</summary>
/// <param name="Subject">Who has signed in.</param>
/// <param name="Nonce">What the application gave along; whether it is the right one is not said yet.</param>
/// <param name="AuthenticatedAt">When the person has shown who he is.</param>
internal sealed record UserIdToken(UserId Subject, string Nonce, DateTimeOffset AuthenticatedAt)
{
    public override string ToString() => "***";
}
