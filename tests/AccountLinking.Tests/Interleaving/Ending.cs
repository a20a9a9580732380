using AccountLinking.Linking;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Tests.Interleaving;

/// <summary>How it all ended.</summary>
internal sealed class Ending(Situation situation)
{
    public IReadOnlyDictionary<string, TenantUser> Accounts { get; } = situation.World.Accounts;

    public bool IsUndisturbed => situation.IsUndisturbed;

    public int Links => situation.Actors.SelectMany(actor => actor.Outcomes).Count(outcome => outcome is LinkOutcome.Linked);

    /// <summary>One account is left, with all identities and everybody's metadata.</summary>
    /// <param name="links">How many answers say that they linked, if nothing disturbed them.</param>
    public string? WhyNotOne(IReadOnlyCollection<Person> people, int links)
    {
        if (Accounts.Count != 1) return $"{Accounts.Count} accounts are left: {string.Join(", ", Accounts.Keys)}; {Outcomes}";
        var survivor = Accounts.Values.Single();
        if (people.FirstOrDefault(person => survivor.FindIdentity(person.Id) is null) is { } missing) return $"{missing.Id} is not under {survivor.UserId}";
        if (WhyHasNot(survivor, people) is { } lacks) return lacks;
        return IsUndisturbed && Links != links ? $"{Links} answers say that they linked, and {links} did: {Outcomes}" : null;
    }

    /// <summary>An account has what these people brought, and nothing of anybody else.</summary>
    public string? WhyHasNot(TenantUser account, IReadOnlyCollection<Person> people)
    {
        var facts = Facts.Of(account);
        var own = facts.Where(fact => fact.StartsWith("user_metadata/own_", StringComparison.Ordinal) || fact.StartsWith("user_metadata/list[]", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var should = people.SelectMany(person => person.Facts).Order(StringComparer.Ordinal);
        if (!own.SequenceEqual(should)) return $"{account.UserId} has {string.Join(", ", own)} and should have {string.Join(", ", should)}; {Outcomes}";
        return facts.Contains($"user_metadata/shared = \"{account.UserId}\"") ? null : $"{account.UserId} lost its own value to another's; {Outcomes}";
    }

    public string Outcomes => string.Join("; ", situation.Actors.Select(actor => $"{actor.Request.Name}: {string.Join(", ", actor.Outcomes)}"));
}
