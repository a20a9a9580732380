namespace AccountLinking;

/// <summary>The ids of all log events, and by their names here also the names, which are all that the Functions host shows of them: alerts key on them. Webhooks 1000, linking 2000, CRM 3000, Auth0 4000, journal 5000, configuration 6000, health 7000, self-service 8000.</summary>
internal static class EventIds
{
    public const int RequestRefused = 1000;
    public const int SignatureRefused = 1001;
    public const int RequestFailed = 1002;
    public const int CallerGone = 1003;
    public const int RequestTrouble = 1004;

    public const int LinkAnswered = 2000;
    public const int LinkLost = 2002;
    public const int NoteNotWritten = 2003;
    public const int PatchTakenBack = 2004;
    public const int PatchNotTakenBack = 2005;
    public const int LinkedInPart = 2006;
    public const int ProfileTooLarge = 2007;
    public const int MetadataNotCopied = 2008;
    public const int IdentityNotRestored = 2009;
    public const int UnlinkAnswered = 2010;
    public const int MetadataNotRestored = 2011;
    public const int MetadataWrittenLate = 2012;
    public const int SettlingRefused = 2013;
    public const int SeparatedAgain = 2014;
    public const int SeparationNotForgotten = 2015;

    public const int CrmSyncAnswered = 3000;
    public const int CrmFailed = 3001;
    public const int CrmRepeats = 3002;
    public const int CrmDown = 3003;
    public const int CrmUpAgain = 3004;
    public const int CrmExternalIdChanged = 3005;
    public const int CrmNoExternalId = 3006;
    public const int CrmFieldsNotCopied = 3007;
    public const int CrmProfileTooLarge = 3008;
    public const int CrmNotWritten = 3009;

    public const int Auth0Repeats = 4000;
    public const int Auth0TokenFetched = 4001;
    public const int Auth0KeysFetched = 4002;
    public const int Auth0KeysNotFetched = 4003;

    public const int RecordNotEnded = 5000;
    public const int RecordSettled = 5001;
    public const int LeaseNotReleased = 5002;
    public const int JournalNotAsked = 5003;
    public const int RecordLeft = 5004;
    public const int RecordsErased = 5005;
    public const int JournalNotSwept = 5006;
    public const int SweepFailed = 5007;
    public const int RecordNotSettled = 5008;

    public const int SettingNotRead = 6000;
    public const int VaultRead = 6001;
    public const int VaultAdopted = 6002;
    public const int VaultNotRead = 6003;
    public const int VaultReadAgain = 6004;
    public const int VaultNotAdopted = 6005;
    public const int VaultNeedsRestart = 6006;
    public const int VaultFailed = 6007;
    public const int VaultGone = 6008;

    public const int HealthReported = 7000;
    public const int CheckupFailed = 7001;

    public const int CandidatesAnswered = 8000;
    public const int ProofAnswered = 8001;
    public const int NonceNotGivenBack = 8002;
    public const int SeparationAnswered = 8003;
    public const int PersonRefused = 8004;
}
