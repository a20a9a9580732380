namespace AccountLinking.Sandbox.Demo;

/// <summary>Scenes that are played on one sandbox, one after another.</summary>
/// <param name="Settings">What of the service's settings differs from the sandbox's own.</param>
public sealed record Act(IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<Scene> Scenes);
