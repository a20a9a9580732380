namespace AccountLinking.Sandbox.Demo;

/// <summary>One thing that somebody does, with what must come of it.</summary>
public sealed record Scene(string Who, string How, Func<DemoStage, Task<SceneEnd>> PlayAsync);
