namespace AccountLinking.Auth0.ManagementApi;

/// <summary>How hard a call is tried.</summary>
internal enum Effort
{
    /// <summary>Whatever may pass is asked again. Each time has a share of the budget.</summary>
    Read,

    /// <summary>Asked once, for the same time: whoever asks can do without.</summary>
    Look,

    /// <summary>A change that may be sent twice: whatever may pass is sent again, as long as there is room to write.</summary>
    Change,

    /// <summary>The same, and it may begin until the budget's very end.</summary>
    TakeBack,

    /// <summary>Sent again only when Auth0 says that it did not even look (a rate limit), and waited for as long as there is time.</summary>
    Link,

    /// <summary>Sent once.</summary>
    Note,
}
