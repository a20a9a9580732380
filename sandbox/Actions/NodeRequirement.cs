namespace AccountLinking.Sandbox.Actions;

/// <summary>What runner.cjs checks, in words.</summary>
public static class NodeRequirement
{
    public const string Text = "20.19 or newer";
}
