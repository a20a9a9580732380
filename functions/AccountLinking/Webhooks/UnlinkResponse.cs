using AccountLinking.Linking.Unlinking;

namespace AccountLinking.Webhooks;

/// <summary>The answer of <c>POST /api/accounts/unlink</c>.</summary>
/// <param name="PrimaryUserId">The account that survived the link.</param>
/// <param name="Restored">The accounts that there are again.</param>
internal sealed record UnlinkResponse(string Outcome, string PrimaryUserId, IReadOnlyList<string> Restored)
{
    public static UnlinkResponse Of(UnlinkOutcome outcome) => outcome switch
    {
        UnlinkOutcome.Unlinked done => new("unlinked", done.Primary.ToString(), [.. done.Restored.Select(id => id.ToString())]),
        UnlinkOutcome.AlreadyUnlinked done => new("already_unlinked", done.Primary.ToString(), [.. done.Restored.Select(id => id.ToString())]),
        _ => throw new InvalidOperationException("An outcome without an answer."),
    };
}
