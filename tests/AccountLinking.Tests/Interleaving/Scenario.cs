using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.CrmSync;
using AccountLinking.Linking;
using AccountLinking.Linking.Unlinking;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Interleaving;

/// <summary>Requests that come at once, and what must be true of them.</summary>
/// <param name="PrepareAsync">Puts the accounts there.</param>
/// <param name="Requests">What comes at once.</param>
/// <param name="EndOf">What is wrong in the end; null: nothing.</param>
internal sealed record Scenario(string Name, Func<World, Task> PrepareAsync, IReadOnlyList<Request> Requests, Func<Ending, string?> EndOf)
{
    public Trouble Trouble { get; init; }

    /// <summary>All accounts, as they were before anything happened to them.</summary>
    public required IReadOnlyList<Person> People { get; init; }

    /// <summary>The account on which somebody who is gone may hold a lease.</summary>
    public required string Survivor { get; init; }

    public bool IsIndexFresh { get; init; } = true;

    /// <summary>Whether the requests are in one process, or each in its own.</summary>
    public bool IsOneProcess { get; init; }

    /// <summary>Each process calls the accounts in the journal by other names, and so keeps nobody else out.</summary>
    public bool IsWithoutLeases { get; init; }

    public override string ToString() => $"{Name}, index {(IsIndexFresh ? "fresh" : "stale")}, {(IsOneProcess ? "one process" : "two processes")}, trouble: {Trouble}";
}

public enum Trouble
{
    None,

    /// <summary>One of the processes dies, at any step.</summary>
    Crash,

    /// <summary>The answer to one of the writes is lost.</summary>
    AnswerLost,

    /// <summary>At any step time runs short.</summary>
    Late,

    /// <summary>Somebody who is gone holds a lease on the account that survives.</summary>
    LeaseHeld,

    /// <summary>Likewise, and it has run out.</summary>
    LeaseExpired,

    /// <summary>The first process stands still, at any step, until its leases have run out; then the second begins.</summary>
    LeaseLost,
}

/// <param name="User">Whose login it is; null: it is none.</param>
internal sealed record Request(string Name, string? User, LinkingOptions Settings, Func<IServiceProvider, LinkingOptions, RequestBudget, Task<object>> WorkAsync)
{
    public static Request Login(SignIn signIn, LinkingOptions settings) => new(
        $"login of {signIn.UserId}", signIn.UserId.ToString(), settings, async (services, linking, budget) =>
            await services.GetRequiredService<SimultaneousSignIns>().LinkAsync(signIn, linking, budget));

    public static Request Prove(AccountLinking.Linking.Proof proof, LinkingOptions settings) => new(
        $"proof of {proof.Other} by {proof.UserId}", proof.UserId.ToString(), settings, async (services, linking, budget) =>
            await services.GetRequiredService<AccountLinker>().LinkAsync(proof, linking, budget));

    public static Request Separate(UserId account, UserId identity, LinkingOptions settings) => new(
        $"separation of {identity}", null, settings, async (services, linking, budget) =>
            await services.GetRequiredService<Separator>().SeparateAsync(account, identity, linking, budget));

    public static Request Sync(UserId account, CrmOptions crm) => new(
        $"sync of {account}", null, new LinkingOptions(), async (services, _, budget) =>
            (object?)await services.GetRequiredService<SimultaneousSyncs>().SyncAsync(account, crm, budget) ?? "unknown user");

    /// <param name="link">The id of the link, once it is known.</param>
    public static Request Unlink(Func<string> link, bool mayBeRelinked, LinkingOptions settings) => new(
        "unlink", null, settings, async (services, linking, budget) =>
            (object?)await services.GetRequiredService<Unlinker>().UnlinkAsync(link(), mayBeRelinked, linking, budget) ?? "unknown link");
}
