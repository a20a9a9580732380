using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Unlinking;

/// <summary>
/// What is undone with a link, as if it had never been and all links after it had: what the account that has it now must give back, and what
/// the records of the later links say then. The survivor of a link may have absorbed others since, who have the same things to give, and may
/// have been absorbed itself, with all that it had by then. Pure.
/// </summary>
internal sealed class Undoing
{
    private readonly LinkRecord _undone;
    private readonly SsnOptions _ssn;
    private readonly List<LinkRecord> _rewritten = [];
    private readonly List<UserId> _path = [];

    /// <summary>What was written onto <see cref="Account"/>, of which something came with the link.</summary>
    private MetadataPatch _written;

    /// <summary>The account with what should stand there instead.</summary>
    private Auth0User _should;

    /// <summary>What came with the link, and is detached with it.</summary>
    private HashSet<string> _identities = [];

    private Undoing(LinkRecord undone, SsnOptions ssn) =>
        (_undone, _ssn, _written, _should) = (undone, ssn, undone.IsTakenBack ? MetadataPatch.Empty : undone.Patch.ToPatch(), undone.PrimaryAccount);

    /// <summary>Whoever has by now what came with the link, as far as the journal knows.</summary>
    public UserId Account => _should.Id;

    /// <summary>Whoever had it before, and that account: all their records must be known.</summary>
    public IEnumerable<UserId> Path => _path.Append(Account).Distinct();

    /// <summary>
    /// Later records that change. Written once the account has given back, and in this order, the last one first: what the earlier ones say is how
    /// it is found out what the later ones must.
    /// </summary>
    public IEnumerable<LinkRecord> Rewritten => Enumerable.Reverse(_rewritten);

    /// <summary>Identities that have been joined by themselves since: whatever they had come with, they stay.</summary>
    public IReadOnlySet<string> JoinedSince { get; private set; } = new HashSet<string>();

    /// <param name="undone">A link whose accounts are one.</param>
    /// <param name="records">Those of the same accounts, and of whoever absorbed them.</param>
    public static Undoing Of(LinkRecord undone, IEnumerable<LinkRecord> records, SsnOptions ssn)
    {
        var others = records.Where(record => record.State == LinkState.Linked && record.Id != undone.Id).ToList();
        var undoing = new Undoing(undone, ssn) { JoinedSince = OwnLinksAfter(undone, others) };
        if (undone.IsTakenBack) return undoing;
        undoing._identities = [.. undone.Secondaries.Where(secondary => secondary.IsJoined).SelectMany(secondary => secondary.Account.Identities).Select(identity => identity.FullId)];
        foreach (var later in others.Where(record => record.StartedAt > undone.StartedAt).OrderBy(record => record.StartedAt))
        {
            undoing._path.Add(undoing.Account);
            if (later.PrimaryId == undoing.Account) undoing.Pass(later);
            else if (later.Secondaries.FirstOrDefault(secondary => secondary.IsJoined && secondary.Id == undoing.Account) is { } absorbed) undoing.Follow(later, absorbed);
        }

        return undoing;
    }

    private static HashSet<string> OwnLinksAfter(LinkRecord undone, IEnumerable<LinkRecord> others) =>
    [
        .. others.Where(record => record.StartedAt > undone.StartedAt).SelectMany(record => record.Secondaries).Where(secondary => secondary.IsJoined).Select(secondary => secondary.Id)
            .Except(undone.AccountIds).Select(id => id.ToString()),
    ];

    /// <summary>What the account must give back. Empty for any other account: what is its own there and what came with the link cannot be told apart.</summary>
    public MetadataPatch TakeBackFrom(Auth0User now) =>
        now.Id == Account ? BackOf(now) : MetadataPatch.Empty;

    /// <summary>The account has absorbed others: some of it may be theirs as well.</summary>
    private void Pass(LinkRecord later)
    {
        var (before, after) = (Without(later.PrimaryAccount), LinkRecords.After(later));
        if (!later.IsTakenBack) _should = Merge(_should, later.Secondaries);
        _rewritten.Add(later with { Primary = before.Document, Patch = Changes(before, Without(after)) });
    }

    /// <summary>Another account has absorbed it: from now on that one has it.</summary>
    private void Follow(LinkRecord later, AbsorbedAccount absorbed)
    {
        AbsorbedAccount[] secondaries = [.. later.Secondaries.Select(secondary => secondary == absorbed ? absorbed with { Profile = Without(absorbed.Account).Document } : secondary)];
        var after = LinkRecords.After(later);
        _written = later.IsTakenBack ? MetadataPatch.Empty : later.Patch.ToPatch();
        _should = Merge(later.PrimaryAccount, secondaries);
        _rewritten.Add(later with { Secondaries = secondaries, Patch = Changes(later.PrimaryAccount, Without(after)) });
    }

    /// <summary>As the account would have been. A fingerprint may also have been noted by a login after the link.</summary>
    private Auth0User Without(Auth0User then)
    {
        var back = BackOf(then);
        var app = AccountMetadata.Apply(AccountMetadata.AppOf(then), back.AppMetadata);
        if (then.Id == _undone.PrimaryId && Fingerprint.Of(then) != Fingerprint.Of(_undone.PrimaryAccount)) app.Remove(Fingerprint.Key);
        return AccountMetadata.With(WithoutIdentities(then), AccountMetadata.Apply(AccountMetadata.UserOf(then), back.UserMetadata), app);
    }

    private Auth0User WithoutIdentities(Auth0User then)
    {
        var document = Json.ToObject(then.Document);
        document["identities"] = new JsonArray([.. then.Identities.Zip(document["identities"]!.AsArray()).Where(pair => pair.First == then.MainIdentity || !_identities.Contains(pair.First.FullId)).Select(pair => pair.Second?.DeepClone())]);
        return AbsorbedAccount.Read(JsonSerializer.SerializeToElement(document, ProfilesJsonContext.Default.JsonObject));
    }

    private MetadataPatch BackOf(Auth0User account) => TakeBack.Of(_written, AccountMetadata.UserOf(_should), AccountMetadata.AppOf(_should), account);

    private static RecordedPatch Changes(Auth0User before, Auth0User after) => new(
        AccountMetadata.Changes(AccountMetadata.UserOf(before), AccountMetadata.UserOf(after)), AccountMetadata.Changes(AccountMetadata.AppOf(before), AccountMetadata.AppOf(after)));

    private Auth0User Merge(Auth0User primary, IEnumerable<AbsorbedAccount> secondaries)
    {
        var merged = MetadataMerge.Of(primary, secondaries.Where(secondary => secondary.IsJoined).Select(secondary => secondary.Account), _ssn);
        return AccountMetadata.With(primary, merged.UserMetadata, merged.AppMetadata);
    }
}
