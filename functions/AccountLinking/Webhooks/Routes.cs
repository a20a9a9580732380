namespace AccountLinking.Webhooks;

/// <summary>The paths of the service under <see cref="Prefix"/>: constants, because triggers name them in attributes.</summary>
public static class Routes
{
    /// <summary>The Functions host puts it before every route by itself (<c>host.json</c>).</summary>
    public const string Prefix = "/api";

    public const string Link = "accounts/link";
    public const string Unlink = "accounts/unlink";
    public const string CrmSync = "crm/sync";
    public const string LinkCandidates = "me/link-candidates";
    public const string LinkChallenges = "me/link-challenges";
    public const string Identities = "me/identities";
    public const string Identity = Identities + "/{provider}/{user_id}";
    public const string HealthLive = "health/live";
    public const string HealthReady = "health/ready";
    public const string OpenApi = "openapi.json";
}
