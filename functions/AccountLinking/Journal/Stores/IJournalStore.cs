namespace AccountLinking.Journal.Stores;

/// <summary>
/// Small documents by name, shared by all processes of the service. Each has a version, and is only replaced or deleted by
/// somebody who knows the newest: that is all that records and leases are built on.
/// </summary>
/// <remarks>
/// Names are segments of <c>a</c>–<c>z</c>, <c>0</c>–<c>9</c> and <c>-</c>, joined by <c>/</c>. Every method throws <see cref="JournalException"/> when the store
/// does not do its part.
/// </remarks>
internal interface IJournalStore
{
    /// <summary>Null: there is none of that name.</summary>
    Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>All of it is written, or nothing.</summary>
    /// <param name="expected">The version that it replaces; null: there must be none of that name yet.</param>
    /// <returns>Its new version; null: it is not what was expected, and nothing was written.</returns>
    Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation);

    /// <returns>False: it is not that version, or is gone; nothing was deleted.</returns>
    Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation);

    /// <summary>The names that begin with this, in ordinal order. What is written or deleted meanwhile may be among them or not.</summary>
    IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation);
}
