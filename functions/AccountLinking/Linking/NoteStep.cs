using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking;

/// <summary>Notes on the account that a login continues as when to look again.</summary>
internal sealed partial class NoteStep(IAuth0Users users, TimeProvider clock, ILogger<NoteStep> logger)
{
    /// <summary>The login goes on whether or not this succeeds: without the note the next one merely asks again.</summary>
    /// <param name="account">As it is by now.</param>
    /// <param name="fingerprint">Of the number that the sign-in has proven.</param>
    public async Task NoteAsync(Auth0User account, Fingerprint? fingerprint, LinkingOptions settings, RequestBudget budget)
    {
        if (AccountNote.Change(account, fingerprint, clock.GetUtcNow(), settings.RecheckAfter) is not { } change) return;
        try
        {
            await users.PatchMetadataAsync(account.Id, new MetadataPatch(userMetadata: null, change), PatchPurpose.Note, budget);
        }
        catch (Auth0Exception trouble)
        {
            Log.NotNoted(logger, trouble.Code);
        }
        catch (OperationCanceledException)
        {
            // The caller hung up; what was linked is linked.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.NoteNotWritten, LogLevel.Warning, "When to look again was not noted ({Code}): the next login asks again.", EventName = nameof(EventIds.NoteNotWritten))]
        public static partial void NotNoted(ILogger logger, string code);
    }
}
