namespace AccountLinking.Sandbox.Demo;

/// <summary>A line of the demo's table.</summary>
/// <param name="Calls">What the tenant received in the scene, a token request included.</param>
/// <param name="CrmCalls">What the CRM received.</param>
public sealed record DemoRow(Scene Scene, SceneEnd End, int Calls, int CrmCalls, TimeSpan Took);
