using AccountLinking.Auth0;

namespace AccountLinking.SelfService;

/// <summary>A signed-in person, and the application that acts for them.</summary>
/// <param name="ClientId">Of the application that the access token was issued to.</param>
/// <param name="Since">When the access token was issued.</param>
internal sealed record Caller(UserId UserId, string ClientId, DateTimeOffset Since)
{
    /// <summary>Nothing personal: it may end up in a log.</summary>
    public override string ToString() => "a person";
}
