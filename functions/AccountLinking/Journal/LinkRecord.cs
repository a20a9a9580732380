using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;

namespace AccountLinking.Journal;

/// <summary>What the journal keeps of a link: all that is needed to finish it, or to undo it as if it had not been. Personal data.</summary>
/// <param name="Id">The <c>link_id</c> of the answer.</param>
/// <param name="Rule">The rule by which the accounts were joined.</param>
/// <param name="Primary">The account that survives, as it was: its id, identities and metadata.</param>
/// <param name="Patch">What was written onto it.</param>
/// <param name="StartedAt">Later than that of any other record by which the same accounts were joined before.</param>
/// <param name="EndedAt">When the state became what it is; null while it is <see cref="LinkState.Started"/>.</param>
public sealed record LinkRecord(
    string Id,
    LinkState State,
    string Rule,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    JsonElement Primary,
    IReadOnlyList<AbsorbedAccount> Secondaries,
    RecordedPatch Patch)
{
    public const int CurrentVersion = 1;

    /// <summary>A later one may hold what this version would not write back.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>Of one that is <see cref="LinkState.Unlinked"/>: a rule may join the accounts again.</summary>
    public bool MayBeRelinked { get; init; }

    /// <summary>Of one that is being undone: what the merge had added is taken back already, and what stands there now is somebody's own.</summary>
    public bool IsTakenBack { get; init; }

    /// <summary>When a person asked last to separate these accounts; null where nobody did, or they were proven to be one's own since.</summary>
    public DateTimeOffset? UndoneSince { get; init; }

    /// <summary>Of one that a person separates: when the identity had been detached, and opened the account no more.</summary>
    public DateTimeOffset? ApartSince { get; init; }

    /// <summary>The record that this one was made of: it had joined several, of whom this is one; or it was given up, and Auth0 carried it out late.</summary>
    public string? MadeOf { get; init; }

    /// <summary>Of one that is being undone: when one of the accounts was looked for in vain first.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>A person has begun to separate them, and it must be finished, whether or not he comes back.</summary>
    internal bool IsBeingUndone => State == LinkState.Linked && UndoneSince is not null;

    /// <summary>Accounts were separated for good, until a person proves them again.</summary>
    internal bool IsSeparation => State == LinkState.Unlinked && !MayBeRelinked;

    public UserId PrimaryId => PrimaryAccount.Id;

    /// <summary>Everybody whom it is about.</summary>
    public IEnumerable<UserId> AccountIds => Accounts.Select(account => account.Id);

    /// <summary>Those who became one: the account that survives, and whoever is joined.</summary>
    internal IEnumerable<UserId> JoinedIds => Secondaries.Where(secondary => secondary.IsJoined).Select(secondary => secondary.Id).Prepend(PrimaryId);

    internal Auth0User PrimaryAccount => AbsorbedAccount.Read(Primary);

    /// <summary>All of them as they were, the one that survives first.</summary>
    internal IReadOnlyList<Auth0User> Accounts => [PrimaryAccount, .. Secondaries.Select(secondary => secondary.Account)];

    /// <summary>Nothing personal: it may end up in a log.</summary>
    public override string ToString() => $"{Id} ({State})";
}

/// <summary>An account that is absorbed.</summary>
/// <param name="Profile">The whole account as it was; Auth0 discards its metadata.</param>
/// <param name="ConnectionId">The database that it is linked with; null where it is of none.</param>
/// <param name="IsJoined">Whether it hangs under the primary account, as far as is known.</param>
public sealed record AbsorbedAccount(JsonElement Profile, string? ConnectionId, bool IsJoined)
{
    public UserId Id => Account.Id;

    internal Auth0User Account => Read(Profile);

    /// <summary>Nothing personal, likewise.</summary>
    public override string ToString() => IsJoined ? "joined" : "not joined";

    /// <exception cref="JsonException">It is no account.</exception>
    internal static Auth0User Read(JsonElement profile) => Auth0User.TryRead(profile) ?? throw new JsonException("No account.");
}

/// <summary>First-level keys of metadata with their new values.</summary>
public sealed record RecordedPatch(JsonObject? UserMetadata, JsonObject? AppMetadata)
{
    /// <summary>Nothing personal, likewise.</summary>
    public override string ToString() => $"{UserMetadata?.Count ?? 0} and {AppMetadata?.Count ?? 0} keys";

    internal MetadataPatch ToPatch() => new(UserMetadata, AppMetadata);
}
