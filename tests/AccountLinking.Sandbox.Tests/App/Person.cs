namespace AccountLinking.Sandbox.Tests.App;

/// <summary>Somebody of the seed file, as the tenant's login page offers him.</summary>
public sealed record Person(string Name, string Connection, string UserId)
{
    public static Person AstridByPassword { get; } = new("Astrid Lund", "Username-Password-Authentication", "auth0|5f7c8ec7c33c6c004bbafe82");

    /// <summary>The same person, who has no account there before she signs in.</summary>
    public static Person AstridByGoogle { get; } = new("Astrid Lund", "google-oauth2", "google-oauth2|117204268033311374520");

    /// <summary>A rule joins it to the account that she has with e-mail and password.</summary>
    public static Person AstridByBankId { get; } = new("Astrid Lund", "swedish-bankid", "oidc|swedish-bankid|{8f0a2c66-3d5e-4b0f-9a57-5f1a3f9c1d01}");

    public static Person Sven { get; } = new("Sven Holm", "google-oauth2", "google-oauth2|102938475610293847561");

    public static Person Bo { get; } = new("Bo Ek", "google-oauth2", "google-oauth2|108204268033311374519");
}
