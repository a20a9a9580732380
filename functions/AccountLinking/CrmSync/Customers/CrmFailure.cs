namespace AccountLinking.CrmSync.Customers;

/// <summary>Why the CRM says nothing of a number.</summary>
internal enum CrmFailure
{
    /// <summary>No connection, or one that broke.</summary>
    Unreachable,

    /// <summary>No whole answer within Crm:Timeout.</summary>
    TimedOut,

    /// <summary>Status 503.</summary>
    Unavailable,

    /// <summary>Any other status of 500 and more.</summary>
    Broken,

    /// <summary>Status 429.</summary>
    RateLimited,

    /// <summary>Status 401 or 403.</summary>
    Unauthorized,

    /// <summary>Any other status.</summary>
    Unexpected,

    /// <summary>More than Crm:MaxBytes.</summary>
    TooLarge,

    /// <summary>Not a JSON object in UTF-8 in which each name stands once.</summary>
    Unreadable,

    /// <summary>It was not asked, because it is down or has asked for patience.</summary>
    NotAsked,

    /// <summary>The request had no time left for it.</summary>
    NoTime,
}
