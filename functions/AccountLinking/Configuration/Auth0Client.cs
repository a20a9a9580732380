namespace AccountLinking.Configuration;

/// <summary>What sends the calls of the Management API. How often they are sent, for how long, and what the answers mean is the same for all.</summary>
public enum Auth0Client
{
    /// <summary>The service's own HTTP client: the handful of calls that it needs.</summary>
    Http,

    /// <summary>Auth0's SDK for .NET, <c>Auth0.ManagementApi</c>; in the Functions app alone.</summary>
    Sdk,
}
