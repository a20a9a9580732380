namespace AccountLinking.Journal;

/// <summary>The journal could not be read or written. The message tells the operator what to do, and holds nothing personal.</summary>
public sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The <c>code</c> of the 503.</summary>
    public const string Code = "journal_unavailable";

    /// <summary>One document is the trouble, and stays so until somebody does something about it.</summary>
    public bool IsDamage { get; private init; }

    /// <param name="document">Its name in the store.</param>
    public static JournalException Damaged(string document, Exception? inner = null) => new(
        $"The journal's document {document} cannot be read: it was damaged, or written by another program or a later version. Restore it, or delete it if what it says may be lost.",
        inner)
    { IsDamage = true };
}
