namespace AccountLinking.SelfService;

/// <summary>Whether an ID token was issued for the proof that it is sent for.</summary>
internal abstract record NonceVerdict
{
    /// <param name="Id">By which it is spent.</param>
    public sealed record Good(string Id, DateTimeOffset MadeAt, DateTimeOffset Expires) : NonceVerdict;

    /// <summary>Nobody gave it to this person in this application, or it has expired.</summary>
    public sealed record Invalid : NonceVerdict;

    /// <summary>Another account was chosen.</summary>
    public sealed record WrongAccount : NonceVerdict;
}
