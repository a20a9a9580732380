namespace AccountLinking.Auth0;

/// <summary>Auth0 did not do what it was asked. The message tells the operator what to do, and holds nothing personal.</summary>
/// <param name="code">One of <see cref="TroubleCode"/>: what callers of the service read.</param>
/// <param name="message">What happened and what to do about it.</param>
/// <param name="status">Auth0's HTTP status; null where there was no answer.</param>
/// <param name="retryAfter">When it is worth asking again, where Auth0 said so.</param>
/// <param name="mayHaveTakenEffect">Whether what was asked may have been done all the same: the answer is what is missing.</param>
public sealed class Auth0Exception(string code, string message, int? status = null, TimeSpan? retryAfter = null, bool mayHaveTakenEffect = false, Exception? inner = null)
    : Exception(message, inner)
{
    public string Code { get; } = code;

    public int? Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool MayHaveTakenEffect { get; } = mayHaveTakenEffect;

    public static Auth0Exception BudgetExceeded(bool mayHaveTakenEffect = false) => new(
        TroubleCode.BudgetExceeded,
        "The time for this request was used up before the work was done; what was begun, the next attempt finishes. If this is frequent, look at Auth0's response times; the time of a login's requests is Webhooks:Budget.",
        mayHaveTakenEffect: mayHaveTakenEffect);
}
