namespace AccountLinking.Auth0;

/// <summary>The <c>code</c> of a 503: why the service could not do its work. Alerts and the Action's log lines key on them.</summary>
public static class TroubleCode
{
    public const string Unavailable = "auth0_unavailable";
    public const string RateLimited = "auth0_rate_limited";
    public const string Unauthorized = "auth0_unauthorized";
    public const string Forbidden = "auth0_forbidden";
    public const string Rejected = "auth0_rejected";
    public const string BudgetExceeded = "budget_exceeded";
}
