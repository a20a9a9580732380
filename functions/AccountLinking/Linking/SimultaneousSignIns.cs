using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking;

/// <summary>
/// The same sign-in several times at once is one piece of work. An application that opens several tabs, or an Action that asks again, costs Auth0 nothing.
/// </summary>
internal sealed class SimultaneousSignIns(AccountLinker linker)
{
    private readonly Simultaneous<Key, LinkOutcome> _running = new(ForFollowers);

    /// <exception cref="Auth0Exception">Auth0 did not do its part, for whoever did the work.</exception>
    /// <exception cref="Journal.JournalException">Likewise the journal.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up, or the budget ended.</exception>
    public Task<LinkOutcome> LinkAsync(SignIn signIn, LinkingOptions settings, RequestBudget budget) =>
        _running.RunAsync(new Key(signIn.UserId, signIn.Connection, settings), budget, () => linker.LinkAsync(signIn, settings, budget));

    /// <summary>It is joined once, and one answer says so.</summary>
    private static LinkOutcome ForFollowers(LinkOutcome outcome) => outcome is LinkOutcome.Linked linked ? new LinkOutcome.AlreadyLinked(linked.ContinueAs) : outcome;

    private readonly record struct Key(UserId UserId, ConnectionReference Connection, LinkingOptions Settings);
}
