using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Tests.Linking.Merging;
using FsCheck;
using FsCheck.Fluent;

namespace AccountLinking.Tests.Linking.Unlinking;

/// <summary>Several links of one person, undone one after another in any order, each once in vain and once in full: at every moment it is as if those that are undone had never been.</summary>
public sealed class UndoingProperties
{
    private const int Runs = 400;
    private const int Size = 30;

    /// <summary>Who is linked to whom, in this order: the survivor of the first two is absorbed by the third.</summary>
    private static readonly (string Secondary, string Primary)[] Links = [("s|1", "p|1"), ("s|2", "p|1"), ("p|1", "q|1"), ("s|3", "q|1")];

    private static readonly SsnOptions Ssn = new();

    [Fact]
    public void In_any_order_all_is_as_if_only_the_others_had_been_linked() => Check(JsonGenerator.OfOneSchema.Generator, isEachStepChecked: true);

    /// <summary>Where the same key holds values of different kinds, what merging would have made of it depends on the order; but nobody's own is lost.</summary>
    [Fact]
    public void When_all_are_undone_everybody_has_what_he_had() => Check(JsonGenerator.Any.Generator, isEachStepChecked: false);

    private static void Check(Gen<string> metadata, bool isEachStepChecked)
    {
        var accounts = Links.SelectMany(link => new[] { link.Secondary, link.Primary }).Distinct().ToList();
        var samples = metadata.ListOf(2 * accounts.Count).Zip(Gen.Shuffle(Enumerable.Range(0, Links.Length))).Zip(Gen.Choose(0, Links.Length)).Sample(Runs, Size);
        foreach (var ((values, order), written) in samples)
        {
            var before = accounts.Zip(values.Chunk(2)).ToDictionary(pair => pair.First, pair => Account(pair.First, pair.Second[0], pair.Second[1]));
            var world = new World(before, Enumerable.Range(0, Links.Length));
            List<int> left = [.. Enumerable.Range(0, Links.Length)];
            foreach (var link in order)
            {
                world.BeginToUndo(link, written);
                world.Undo(link);
                left.Remove(link);
                if (isEachStepChecked) Assert.Equal(new World(before, left).ToString(), world.ToString());
            }

            Assert.Equal(new World(before, []).ToString(), world.ToString());
        }
    }

    private static Auth0User Account(string id, string userMetadata, string appMetadata) => Auth0User.TryRead(JsonElement.Parse($$"""
        {"user_id": "{{id}}", "identities": [{"provider": "{{id[..1]}}", "user_id": "{{id[2..]}}", "connection": "c"}], "user_metadata": {{userMetadata}}, "app_metadata": {{appMetadata}} }
        """))!;

    /// <summary>The accounts that there are, and the journal.</summary>
    private sealed class World
    {
        private readonly Dictionary<string, Auth0User> _accounts;
        private readonly SortedDictionary<string, LinkRecord> _journal = [];

        public World(IReadOnlyDictionary<string, Auth0User> accounts, IEnumerable<int> links)
        {
            _accounts = accounts.ToDictionary();
            foreach (var link in links) Link(link);
        }

        /// <summary>Breaks off when so many of the later records are written.</summary>
        public void BeginToUndo(int link, int written)
        {
            var undoing = Undoing.Of(_journal[$"{link}"], _journal.Values, Ssn);
            GiveBack(undoing);
            foreach (var later in undoing.Rewritten.Take(written)) _journal[later.Id] = later;
        }

        public void Undo(int link)
        {
            BeginToUndo(link, int.MaxValue);
            var record = _journal[$"{link}"];
            foreach (var secondary in record.Secondaries)
            {
                foreach (var (id, account) in _accounts.ToList()) _accounts[id] = Detach(account, secondary.Account);
                _accounts[$"{secondary.Id}"] = secondary.Account;
            }

            _journal[record.Id] = record with { State = LinkState.Unlinked, IsTakenBack = true };
        }

        private void GiveBack(Undoing undoing)
        {
            if (_accounts.TryGetValue($"{undoing.Account}", out var now))
            {
                var back = undoing.TakeBackFrom(now);
                _accounts[$"{now.Id}"] = AccountMetadata.With(
                    now, AccountMetadata.Apply(AccountMetadata.UserOf(now), back.UserMetadata), AccountMetadata.Apply(AccountMetadata.AppOf(now), back.AppMetadata));
            }
        }

        public override string ToString() => string.Join(
            '\n', _accounts.OrderBy(account => account.Key, StringComparer.Ordinal).Select(account => $"{account.Key} {string.Join(',', account.Value.Identities.Select(identity => identity.FullId).Order(StringComparer.Ordinal))} {SortedJson.Of(AccountMetadata.UserOf(account.Value))} {SortedJson.Of(AccountMetadata.AppOf(account.Value))}"));

        private void Link(int link)
        {
            var (secondary, primary) = Links[link];
            var plan = new JoinPlan(_accounts[primary], [new Secondary(_accounts[secondary], ConnectionId: null)], _accounts[secondary].Id, Ssn);
            var record = LinkRecords.End(LinkRecords.Start($"{link}", "ssn", plan, plan.Metadata.Patch, DateTimeOffset.UnixEpoch.AddTicks(link)), _ => true, DateTimeOffset.UnixEpoch);
            _journal[record.Id] = record;
            _accounts[primary] = plan.Joined;
            _accounts.Remove(secondary);
        }

        private static Auth0User Detach(Auth0User account, Auth0User separate)
        {
            var document = JsonNode.Parse(account.Document.GetRawText())!.AsObject();
            document["identities"] = new JsonArray([.. account.Identities.Zip(document["identities"]!.AsArray())
                .Where(pair => !separate.Identities.Any(identity => identity.FullId == pair.First.FullId)).Select(pair => pair.Second!.DeepClone())]);
            return Auth0User.TryRead(JsonElement.Parse(document.ToJsonString()))!;
        }
    }
}
