namespace AccountLinking.Sandbox.Demo;

/// <summary>Scenes that are played on one sandbox, one after another.</summary>
/// <param name="Settings">What of the service's settings differs from the sandbox's own.</param>
/// <param name="Features">What the Action does; both unless it is said.</param>
public sealed record Act(IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<Scene> Scenes, string Features = "link,crm");
