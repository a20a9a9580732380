namespace AccountLinking.Configuration;

/// <summary>What becomes of two accounts that together are larger than Auth0 allows a profile to be.</summary>
public enum SizeLimit
{
    /// <summary>They are joined, and the log has a warning.</summary>
    Warn,

    /// <summary>They are not joined, unless the survivor was too large before.</summary>
    Refuse,
}
