namespace AccountLinking.Webhooks;

/// <summary>The paths of the service. Every host, Kestrel or Azure Functions, serves exactly these.</summary>
public static class Routes
{
    public const string Prefix = "/api";
    public const string HealthLive = Prefix + "/health/live";
}
