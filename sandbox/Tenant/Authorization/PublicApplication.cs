namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>An application that people sign in to and that can keep no secret: it runs in their browsers.</summary>
/// <param name="Callbacks">Where people may be sent back to.</param>
/// <param name="LogoutUrls">Where people may be sent after signing out; the first one unless they are told otherwise.</param>
/// <param name="WebOrigins">Pages that may get an answer as a message, without leaving.</param>
public sealed record PublicApplication(
    string ClientId, string Name, IReadOnlyList<string> Callbacks, IReadOnlyList<string> LogoutUrls, IReadOnlyList<string> WebOrigins)
{
    public bool HasCallback(string url) => Callbacks.Any(callback => LoopbackUrl.Same(callback, url));

    public bool HasLogoutUrl(string url) => LogoutUrls.Any(known => LoopbackUrl.Same(known, url));

    public bool HasWebOrigin(string origin) => WebOrigins.Any(known => LoopbackUrl.Same(known, origin));
}
