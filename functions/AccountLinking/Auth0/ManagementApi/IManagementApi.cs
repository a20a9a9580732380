namespace AccountLinking.Auth0.ManagementApi;

/// <summary>
/// Sends one call, once, and gives back whatever Auth0 answered. When to repeat it, how long to wait and what the answer means is decided above,
/// alike for every client.
/// </summary>
internal interface IManagementApi
{
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    /// <exception cref="IOException">The answer broke off.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    Task<Auth0Answer> SendAsync(ManagementCall call, AccessToken token, CancellationToken cancellation);
}
