using AccountLinking.Journal;
using AccountLinking.Linking;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Tests.Interleaving;

/// <summary>How it all ended.</summary>
internal sealed class Ending(Situation situation)
{
    private static readonly string[] Telling = ["user_metadata/own_", "user_metadata/list[]", "app_metadata/app_"];

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
        if (people.FirstOrDefault(person => person.Id != survivor.UserId && !IsRecorded(person)) is { } unknown) return $"No record says that {unknown.Id} was absorbed; {Outcomes}";
        return IsUndisturbed && Links != links ? $"{Links} answers say that they linked, and {links} did: {Outcomes}" : null;
    }

    /// <summary>Of the account that was looked up, if it is there, record and copy stand together; of one that was absorbed there is neither.</summary>
    public string? WhyIsCopyNotOf(string account, string externalId)
    {
        var survivor = Accounts.Values.Single();
        var copy = Facts.Of(survivor).Where(fact => fact.StartsWith("user_metadata/externalUserId", StringComparison.Ordinal) || fact.StartsWith("app_metadata/crm_sync/external_user_id", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        string[] should = survivor.UserId == account ? [$"app_metadata/crm_sync/external_user_id = \"{externalId}\"", $"user_metadata/externalUserId = \"{externalId}\""] : [];
        return copy.SequenceEqual(should) ? null : $"{survivor.UserId} has of the CRM {string.Join(", ", copy)} and should have {string.Join(", ", should)}; {Outcomes}";
    }

    /// <summary>Somebody is left in the middle of something.</summary>
    public string? WhyNotOver() => IsUndisturbed && Records.AreLeasesLeft(situation.World) ? $"A lease was not given back; {Outcomes}" : null;

    /// <summary>A link that was not ended is found by whoever comes next.</summary>
    private bool IsRecorded(Person person) => Records.Of(situation.World).Any(record => record.State switch
    {
        LinkState.Linked => record.Secondaries.Any(secondary => secondary.IsJoined && secondary.Id.ToString() == person.Id),
        LinkState.Started => record.AccountIds.Any(id => id.ToString() == person.Id) && Records.IsOpen(situation.World, record),
        _ => false,
    });

    /// <summary>These accounts are left, each with its own identity and these people's, and with their metadata.</summary>
    public string? WhyNotApart(params Person[][] groups)
    {
        if (!Accounts.Keys.Order(StringComparer.Ordinal).SequenceEqual(groups.Select(group => group[0].Id).Order(StringComparer.Ordinal))) return $"These accounts are left: {string.Join(", ", Accounts.Keys)}; {Outcomes}";
        foreach (var group in groups)
        {
            var account = Accounts[group[0].Id];
            if (!account.Identities.Select(identity => identity.FullId).ToHashSet(StringComparer.Ordinal).SetEquals(group.Select(person => person.Id))) return $"{account.UserId} has the identities {string.Join(", ", account.Identities.Select(identity => identity.FullId))}; {Outcomes}";
            if (WhyHasNot(account, group) is { } lacks) return lacks;
        }

        return null;
    }

    /// <summary>An account has what these people brought, and nothing of anybody else.</summary>
    public string? WhyHasNot(TenantUser account, IReadOnlyCollection<Person> people)
    {
        var facts = Facts.Of(account);
        var own = facts.Where(fact => Telling.Any(beginning => fact.StartsWith(beginning, StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        var should = people.SelectMany(person => person.Facts).Order(StringComparer.Ordinal);
        if (!own.SequenceEqual(should)) return $"{account.UserId} has {string.Join(", ", own)} and should have {string.Join(", ", should)}; {Outcomes}";
        return facts.Contains($"user_metadata/shared = \"{account.UserId}\"") ? null : $"{account.UserId} lost its own value to another's; {Outcomes}";
    }

    public string Outcomes => string.Join("; ", situation.Actors.Select(actor => $"{actor.Request.Name}: {string.Join(", ", actor.Outcomes)}"));
}
