namespace AccountLinking.Webhooks;

/// <summary>The body of <c>POST /api/accounts/unlink</c>.</summary>
/// <param name="AllowRelink">A rule may join the accounts again, in the next login.</param>
internal sealed record UnlinkRequest(string LinkId, bool AllowRelink)
{
    private const int MaxLength = 128;

    /// <exception cref="RefusedException">It is not JSON, or a field is missing or mistyped.</exception>
    public static UnlinkRequest Parse(byte[] utf8)
    {
        var body = JsonBody.Parse(utf8);
        return new UnlinkRequest(body.RequiredText("link_id", MaxLength), body.OptionalFlag("allow_relink"));
    }
}
