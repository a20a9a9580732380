using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Actions;

/// <summary>One execution of the Action.</summary>
/// <param name="Event">Auth0's <c>event</c>, without the secrets.</param>
public sealed record ActionRequest(JsonMap Event, IReadOnlyDictionary<string, string> Secrets, JsonMap Cache);
