using AccountLinking.Journal;
using AccountLinking.Linking;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What must be true at every moment.</summary>
internal sealed class Laws(IReadOnlyList<Person> people)
{
    private readonly IReadOnlyList<Person> _people = people;

    /// <summary>Whose it was, and what it said.</summary>
    private readonly (string Account, string Fact, string About)[] _atFirst = [.. people.SelectMany(person => Facts.Of(person).Select(fact => (person.Id, fact, Facts.About(person.Id, fact))))];

    private readonly HashSet<UInt128> _checked = [];

    /// <param name="isNew">The world has not been seen like this before.</param>
    /// <returns>What is not true just now; null: all is.</returns>
    public string? BrokenIn(Situation situation, bool isNew) =>
        situation.Failure?.ToString()
        ?? (isNew && _checked.Add(situation.World.State) ? Lost(situation.World) ?? Unrecorded(situation.World) : null)
        ?? situation.JustDone.Select(Misled).FirstOrDefault(wrong => wrong is not null);

    /// <summary>Metadata is on an account or in the journal.</summary>
    private string? Lost(World.Saved world)
    {
        var accounts = world.Accounts.Values.Select(Facts.Of).ToArray();
        var records = Records.Documents(world).Select(Facts.Of).ToArray();
        foreach (var (account, fact, about) in _atFirst)
        {
            if (!Array.Exists(accounts, facts => facts.Contains(fact)) && !Array.Exists(records, facts => facts.Contains(about))) return $"What {account} had is nowhere: {fact}";
        }

        return null;
    }

    /// <summary>What an account has of another one that is not under it stands there because a link has been begun, and the sweep finds that.</summary>
    private string? Unrecorded(World.Saved world)
    {
        foreach (var account in world.Accounts.Values)
        {
            var stray = _people.FirstOrDefault(person => account.FindIdentity(person.Id) is null && person.Facts.Any(Facts.Of(account).Contains));
            if (stray is null || Records.Of(world).Any(record => record.State == LinkState.Started && record.PrimaryId.ToString() == account.UserId && Records.IsOpen(world, record))) continue;
            return $"{account.UserId} has what is {stray.Id}'s, and no record that is open says why";
        }

        return Records.Of(world).FirstOrDefault(record => record.State == LinkState.Started && !Records.IsOpen(world, record)) is { } hidden ? $"The record {hidden.Id} is begun, and the sweep does not find it" : null;
    }

    /// <summary>
    /// Auth0's rule: the login goes on as itself, or as an account of which its identity is a secondary one. What another request changes once
    /// the answer is decided nobody can know; but it was true while this one ran.
    /// </summary>
    private static string? Misled(Actor actor) =>
        actor.Outcomes[^1] is LinkOutcome outcome && !actor.Holders.Contains(outcome.ContinueAs.ToString())
            ? $"The {actor.Request.Name} is told to continue as {outcome.ContinueAs}, which has never held it meanwhile: {outcome}"
            : null;
}
