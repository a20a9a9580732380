namespace AccountLinking.CrmSync;

/// <summary>What came of looking an account up in the CRM.</summary>
internal abstract record CrmOutcome
{
    private CrmOutcome()
    {
    }

    /// <summary>It was synced today.</summary>
    public sealed record Cached(CrmRecord Record) : CrmOutcome;

    public sealed record Synced(CrmRecord Record) : CrmOutcome;

    /// <summary>The CRM does not answer, and this is what it said last.</summary>
    public sealed record Stale(CrmRecord Record) : CrmOutcome;

    /// <summary>The CRM does not know the number, as it said today.</summary>
    public sealed record NotFound(CrmRecord Record) : CrmOutcome;

    /// <param name="Why">For whoever looks after the service.</param>
    public sealed record NoPhone(string Why) : CrmOutcome;

    /// <summary>Several numbers, and nothing says which is the account's.</summary>
    public sealed record AmbiguousPhone : CrmOutcome;

    /// <summary>The CRM does not answer, and there is nothing that may be served.</summary>
    public sealed record Unavailable : CrmOutcome;
}
