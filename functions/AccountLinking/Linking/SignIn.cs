using AccountLinking.Auth0;

namespace AccountLinking.Linking;

/// <summary>Who signs in, and over which connection. Nothing else that the Action could say would be believed.</summary>
public sealed record SignIn(UserId UserId, ConnectionReference Connection, string? TransactionId);
