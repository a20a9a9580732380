namespace AccountLinking.Sandbox.Demo;

public static class DemoCommand
{
    public static Task<int> RunAsync(TextWriter output, CancellationToken stop) => Task.FromResult(0);
}
