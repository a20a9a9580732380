using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Tests.Linking.Merging;
using FsCheck.Fluent;

namespace AccountLinking.Tests.Linking.Unlinking;

/// <summary>Several accounts that were joined at once, of which one is separated: what is left is as if the others alone had been joined.</summary>
public sealed class SplitProperties
{
    private const int Runs = 400;
    private const int Size = 30;
    private static readonly SsnOptions Ssn = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Whichever_is_separated_first_all_have_what_they_had(int first)
    {
        foreach (var values in JsonGenerator.OfOneSchema.Generator.ListOf(8).Sample(Runs, Size))
        {
            var accounts = values.Chunk(2).Select((metadata, index) => Account($"p|{index}", metadata[0], metadata[1])).ToList();
            var secondaries = accounts[1..];
            var plan = new JoinPlan(accounts[0], [.. secondaries.Select(account => new Secondary(account, ConnectionId: null))], accounts[1].Id, Ssn);
            var record = LinkRecords.End(LinkRecords.Start("1", "ssn", plan, plan.Metadata.Patch, DateTimeOffset.UnixEpoch), _ => true, DateTimeOffset.UnixEpoch);

            var (others, alone) = LinkRecords.Split(record, record.Secondaries[first], "2", Ssn);
            var left = Back(Undoing.Of(alone, [others, alone], Ssn), plan.Joined);

            Assert.Equal(secondaries[first].Id, Assert.Single(alone.Secondaries).Id);
            Assert.Equal(secondaries.Where((_, index) => index != first).Select(account => account.Id), others.Secondaries.Select(secondary => secondary.Id));
            Assert.Equal(Text(MetadataMerge.Of(accounts[0], secondaries.Where((_, index) => index != first), Ssn)), Text(left));
            Assert.Equal(Text(accounts[0]), Text(Back(Undoing.Of(others, [others], Ssn), left)));
        }
    }

    /// <summary>The other way round: the others are undone first, as operations may, and then the one.</summary>
    [Fact]
    public void The_others_may_be_undone_before_it()
    {
        foreach (var values in JsonGenerator.OfOneSchema.Generator.ListOf(6).Sample(Runs, Size))
        {
            var accounts = values.Chunk(2).Select((metadata, index) => Account($"p|{index}", metadata[0], metadata[1])).ToList();
            var plan = new JoinPlan(accounts[0], [.. accounts[1..].Select(account => new Secondary(account, ConnectionId: null))], accounts[1].Id, Ssn);
            var record = LinkRecords.End(LinkRecords.Start("1", "ssn", plan, plan.Metadata.Patch, DateTimeOffset.UnixEpoch), _ => true, DateTimeOffset.UnixEpoch);
            var (others, alone) = LinkRecords.Split(record, record.Secondaries[0], "2", Ssn);

            var undoing = Undoing.Of(others, [others, alone], Ssn);
            var left = Back(undoing, plan.Joined);

            Assert.Equal(Text(MetadataMerge.Of(accounts[0], [accounts[1]], Ssn)), Text(left));
            Assert.Equal(Text(accounts[0]), Text(Back(Undoing.Of(Assert.Single(undoing.Rewritten), [], Ssn), left)));
        }
    }

    /// <summary>The first has been split off, and stays joined: its undoing broke off before it had begun.</summary>
    [Fact]
    public void Those_that_are_split_off_one_after_the_other_are_told_apart()
    {
        foreach (var values in JsonGenerator.OfOneSchema.Generator.ListOf(8).Sample(Runs, Size))
        {
            var accounts = values.Chunk(2).Select((metadata, index) => Account($"p|{index}", metadata[0], metadata[1])).ToList();
            var plan = new JoinPlan(accounts[0], [.. accounts[1..].Select(account => new Secondary(account, ConnectionId: null))], accounts[1].Id, Ssn);
            var record = LinkRecords.End(LinkRecords.Start("1", "ssn", plan, plan.Metadata.Patch, DateTimeOffset.UnixEpoch), _ => true, DateTimeOffset.UnixEpoch);
            var (rest, first) = LinkRecords.Split(record, record.Secondaries[2], "2", Ssn);
            var (others, second) = LinkRecords.Split(rest, rest.Secondaries[1], "3", Ssn);

            var left = Back(Undoing.Of(second, [others, second, first], Ssn), plan.Joined);

            Assert.Equal(Text(MetadataMerge.Of(accounts[0], [accounts[1], accounts[3]], Ssn)), Text(left));
        }
    }

    [Theory]
    [InlineData(LinkState.Linked)]
    [InlineData(LinkState.Unlinked)]
    public void One_of_which_a_part_was_split_off_says_so_whoever_did_it_got_how_far(LinkState state)
    {
        var accounts = Enumerable.Range(0, 4).Select(index => Account($"p|{index}", $$"""{"k": {{index}} }""", "{}")).ToList();
        var plan = new JoinPlan(accounts[0], [.. accounts[1..].Select(account => new Secondary(account, ConnectionId: null))], accounts[1].Id, Ssn);
        var record = LinkRecords.End(LinkRecords.Start("1", "ssn", plan, plan.Metadata.Patch, DateTimeOffset.UnixEpoch), _ => true, DateTimeOffset.UnixEpoch);
        var (others, alone) = LinkRecords.Split(record, record.Secondaries[1], "2", Ssn);
        alone = alone with { State = state };

        var mended = Assert.Single(LinkRecords.HalfSplit([alone, record], Ssn));

        Assert.Equal((record.Id, others.StartedAt, others.Patch.ToString()), (mended.Id, mended.StartedAt, mended.Patch.ToString()));
        Assert.Equal(["p|1", "p|3"], mended.Secondaries.Select(secondary => secondary.Id.ToString()));
        Assert.Empty(LinkRecords.HalfSplit([alone, others], Ssn));
        Assert.Empty(LinkRecords.HalfSplit([alone, record with { State = LinkState.Unlinked }], Ssn));
        Assert.Empty(LinkRecords.HalfSplit([alone with { MadeOf = null }, record], Ssn));
    }

    private static Auth0User Back(Undoing undoing, Auth0User now)
    {
        var back = undoing.TakeBackFrom(now);
        return AccountMetadata.With(now, AccountMetadata.Apply(AccountMetadata.UserOf(now), back.UserMetadata), AccountMetadata.Apply(AccountMetadata.AppOf(now), back.AppMetadata));
    }

    private static Auth0User Account(string id, string userMetadata, string appMetadata) => Auth0User.TryRead(JsonElement.Parse($$"""
        {"user_id": "{{id}}", "identities": [{"provider": "p", "user_id": "{{id[2..]}}", "connection": "c"}], "user_metadata": {{userMetadata}}, "app_metadata": {{appMetadata}} }
        """))!;

    private static string Text(MergedMetadata merged) => $"{SortedJson.Of(merged.UserMetadata)} {SortedJson.Of(merged.AppMetadata)}";

    private static string Text(Auth0User account) => $"{SortedJson.Of(AccountMetadata.UserOf(account))} {SortedJson.Of(AccountMetadata.AppOf(account))}";
}
