namespace AccountLinking.Configuration;

/// <summary>Where links are recorded before they are made: section <c>Journal</c>.</summary>
public sealed class JournalOptions
{
    public const string Section = "Journal";

    public JournalKind Kind { get; set; } = JournalKind.File;

    /// <summary>The folder, for <see cref="JournalKind.File"/>. Never inside Azure, whose disk does not last.</summary>
    public string Path { get; set; } = string.Empty;

    /// <summary>
    /// The container, for <see cref="JournalKind.Blob"/>, as in <c>https://account.blob.core.windows.net/journal</c>: the app's managed identity
    /// reads and writes there (role Storage Blob Data Contributor).
    /// </summary>
    public string ContainerUri { get; set; } = string.Empty;

    /// <summary>How long a record is kept after the link was made or undone: from a day to ten years, 400 days unless set.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);

    /// <summary>
    /// The secret under which accounts have names in the journal (HMAC-SHA256): the base64 of 32 to 64 random bytes. Under another one
    /// none of the old records is found by its accounts.
    /// </summary>
    public string NameKey { get; set; } = string.Empty;

    internal byte[] NameKeyBytes => SecretBytes.TryParse(NameKey, out var bytes) ? bytes : throw new InvalidOperationException("Journal:NameKey was not checked.");
}
