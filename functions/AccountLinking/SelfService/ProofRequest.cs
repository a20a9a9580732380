using AccountLinking.Webhooks;

namespace AccountLinking.SelfService;

/// <summary>The body of <c>POST /api/me/identities</c>.</summary>
/// <param name="KeepsThis">Which account survives: the caller's, or else the one that the ID token is of.</param>
internal sealed record ProofRequest(string IdToken, bool KeepsThis)
{
    private const string This = "this";
    private const string Other = "other";

    /// <summary>As long as a token may be.</summary>
    private const int MaxLength = 16 * 1024;

    /// <exception cref="RefusedException">It is not JSON, or a field is missing or mistyped.</exception>
    public static ProofRequest Parse(byte[] utf8)
    {
        var body = JsonBody.Parse(utf8);
        return new ProofRequest(body.RequiredText("id_token", MaxLength), body.RequiredOneOf("primary", This, Other) == This);
    }
}
