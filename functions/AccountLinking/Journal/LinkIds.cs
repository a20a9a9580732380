namespace AccountLinking.Journal;

/// <summary>Ids for links that are about to be made, and for whoever holds a lease meanwhile.</summary>
internal class LinkIds(TimeProvider clock)
{
    public virtual string Next() => LinkJournal.NewId(clock.GetUtcNow());
}
