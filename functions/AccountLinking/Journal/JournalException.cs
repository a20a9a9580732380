namespace AccountLinking.Journal;

/// <summary>The journal could not be read or written. The message tells the operator what to do, and holds nothing personal.</summary>
public sealed class JournalException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The <c>code</c> of the 503.</summary>
    public const string Code = "journal_unavailable";
}
