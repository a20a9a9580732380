using AccountLinking.Journal;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Journal.Stores;

/// <summary>What every store does that depends on something outside of the process.</summary>
public abstract class DurableStoreContract : JournalStoreContract
{
    /// <summary>One that nobody answers for.</summary>
    private protected abstract IJournalStore Broken { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trouble_is_told_as_the_journals()
    {
        await Assert.ThrowsAsync<JournalException>(() => Broken.ReadAsync("a", Cancellation));
        await Assert.ThrowsAsync<JournalException>(() => Broken.WriteAsync("a", "x"u8.ToArray(), null, Cancellation));
        await Assert.ThrowsAsync<JournalException>(() => Broken.DeleteAsync("a", "1", Cancellation));
        await Assert.ThrowsAsync<JournalException>(async () => await Broken.ListAsync("a", Cancellation).ToListAsync(Cancellation));
    }
}
