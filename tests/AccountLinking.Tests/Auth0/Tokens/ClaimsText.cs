namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>The claims of a good token, to be made worse: their values are JSON, letter for letter, right or wrong.</summary>
internal sealed class ClaimsText
{
    public const string Api = "https://account-linking.example.com/";
    public const string App = "k3Zr8mQ1xW5nB7vT2yLp9cHd4fGs6jKa";
    public const string User = "auth0|5f7c8ec7c33c6c004bbafe82";
    public const string OtherUser = "google-oauth2|108204268033311374519";
    public const string Nonce = "n-0S6_WzA2Mj";

    private readonly (string Name, string Raw)[] _claims;

    private ClaimsText(params (string Name, string Raw)[] claims) => _claims = claims;

    public static ClaimsText OfAccessToken(string issuer, DateTimeOffset now) => new(
        ("iss", $"\"{issuer}\""),
        ("sub", $"\"{User}\""),
        ("aud", $"[\"{Api}\",\"{issuer}userinfo\"]"),
        ("iat", $"{now.ToUnixTimeSeconds() - 10}"),
        ("exp", $"{now.ToUnixTimeSeconds() + 7190}"),
        ("scope", "\"openid read:link_candidates link:identities\""),
        ("azp", $"\"{App}\""));

    public static ClaimsText OfIdToken(string issuer, DateTimeOffset now) => new(
        ("nickname", "\"bo\""),
        ("email", "\"bo@example.com\""),
        ("iss", $"\"{issuer}\""),
        ("sub", $"\"{OtherUser}\""),
        ("aud", $"\"{App}\""),
        ("iat", $"{now.ToUnixTimeSeconds() - 10}"),
        ("exp", $"{now.ToUnixTimeSeconds() + 35990}"),
        ("auth_time", $"{now.ToUnixTimeSeconds() - 20}"),
        ("sid", "\"LQeZ2sVQ0bTmZg3eX7dY\""),
        ("nonce", $"\"{Nonce}\""));

    /// <param name="raw">Null takes the claim out.</param>
    public ClaimsText With(string name, string? raw) => new([.. _claims.Where(claim => claim.Name != name), .. raw is null ? [] : new[] { (name, raw) }]);

    public ClaimsText With(string name, long value) => With(name, $"{value}");

    public ClaimsText WithOnceMore(string name, string raw) => new([.. _claims, (name, raw)]);

    public override string ToString() => $"{{{string.Join(',', _claims.Select(claim => $"\"{claim.Name}\":{claim.Raw}"))}}}";
}
