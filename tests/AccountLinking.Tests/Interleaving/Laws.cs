using AccountLinking.Linking;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What must be true at every moment.</summary>
internal sealed class Laws(World world)
{
    /// <summary>Whose it was, and what it said.</summary>
    private readonly (string Account, string Fact)[] _atFirst = [.. world.Users.Current().Values.SelectMany(user => Facts.Of(user).Select(fact => (user.UserId, fact)))];

    /// <returns>What is not true just now; null: all is.</returns>
    public string? BrokenIn(Run run) =>
        run.Actors.Select(actor => actor.Failure?.ToString()).FirstOrDefault(failure => failure is not null)
        ?? Lost()
        ?? run.Actors.Where(actor => actor.HasJustEnded).Select(Misled).FirstOrDefault(wrong => wrong is not null);

    /// <summary>Metadata is on an account or in the journal.</summary>
    private string? Lost()
    {
        var accounts = world.Users.Current().Values.Select(Facts.Of).ToList();
        var records = world.Journal.Documents.Where(document => document.Key.StartsWith("records/", StringComparison.Ordinal) && document.Value.Content is not null).Select(document => Facts.Of(document.Value)).ToList();
        foreach (var (account, fact) in _atFirst)
        {
            if (accounts.TrueForAll(facts => !facts.Contains(fact)) && records.TrueForAll(facts => !facts.Contains(Facts.About(account, fact)))) return $"What {account} had is nowhere: {fact}";
        }

        return null;
    }

    /// <summary>Auth0's rule: the login goes on as itself, or as an account of which its identity is a secondary one.</summary>
    private string? Misled(Actor actor)
    {
        if (actor is not { Request.User: { } user, Outcome: LinkOutcome outcome }) return null;
        var named = outcome.ContinueAs.ToString();
        TenantUser? account = world.Users.Find(named);
        var isValid = account is not null && (named == user || account.HasSecondary(user));
        return isValid ? null : $"The {actor.Request.Name} is told to continue as {named}, which {(account is null ? "is not there" : "does not hold it")}: {outcome}";
    }
}
