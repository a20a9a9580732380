namespace AccountLinking.Configuration;

/// <summary>What the journal is kept in.</summary>
public enum JournalKind
{
    /// <summary>A folder of this machine, for development.</summary>
    File,

    /// <summary>A container of Azure Blob Storage.</summary>
    Blob,
}
