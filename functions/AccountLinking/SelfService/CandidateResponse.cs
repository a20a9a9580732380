using AccountLinking.Auth0;

namespace AccountLinking.SelfService;

/// <summary>Another account with the same verified e-mail address, as far as its owner needs it to recognise it.</summary>
/// <param name="Provider">Of its main identity, as is the connection.</param>
/// <param name="Name">Masked.</param>
/// <param name="CreatedAt">The day; null where Auth0 does not say.</param>
internal sealed record CandidateResponse(string Handle, string Provider, string Connection, string Name, DateOnly? CreatedAt)
{
    public static CandidateResponse Of(Auth0User account, string handle) => new(
        handle,
        account.MainIdentity.Provider,
        account.MainIdentity.Connection,
        MaskedName.Of(Json.Text(account.Document, "name")),
        account.CreatedAt == DateTimeOffset.MaxValue ? null : DateOnly.FromDateTime(account.CreatedAt.UtcDateTime));
}
