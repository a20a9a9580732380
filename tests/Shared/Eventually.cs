namespace AccountLinking.TestSupport;

/// <summary>Waits for what must come, and fails when it does not.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task IsSoAsync(Func<bool> isSo) => IsSoAsync(() => Task.FromResult(isSo()));

    public static async Task IsSoAsync(Func<Task<bool>> isSoAsync)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Patience);
        while (!await isSoAsync()) await Task.Delay(10, end.Token);
    }
}
