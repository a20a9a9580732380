using System.Net;
using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A separation that broke off and that the person never asked for again is finished by the sweep.</summary>
public sealed class SeparationSweepTests : JournalTests
{
    private const string This = "auth0|this";
    private const string Other = "google-oauth2|other";

    [Fact]
    public async Task The_account_has_again_what_it_had_and_stays_apart()
    {
        await BreakOffAsync();

        Assert.Equal((1, 0), await SweepAsync());

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
        ApiAssert.JsonEqual($$"""{"account_linking": {"never": ["{{This}}"]} }""", (await Client.ReadUserAsync(Other))["app_metadata"]);
        Assert.Equal(LinkState.Unlinked, Assert.Single(await RecordsAsync(This)).State);
        Assert.Equal((0, 0), await SweepAsync());
    }

    [Fact]
    public async Task One_that_has_become_part_of_another_account_is_left_there()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        var before = await Client.ReadUserAsync("sms|third");

        await SweepAsync();

        Assert.Equal(before.ToString(), (await Client.ReadUserAsync("sms|third")).ToString());
    }

    [Fact]
    public async Task What_was_proven_since_is_left_alone()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        await JoinAsync("sms|third");

        await SweepAsync();

        Assert.Equal([This, "sms|third", Other], await Client.IdentitiesAsync(This));
        Assert.Equal((0, 0), await SweepAsync());
    }

    [Fact]
    public async Task The_account_has_again_what_it_had_also_if_the_survivor_was_deleted_since()
    {
        await BreakOffAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await Client.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(This)}")).Status);

        await SweepAsync();

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
        Assert.Equal((0, 0), await SweepAsync());
    }

    /// <summary>It was part of another account for a while: for so long that the sweep had given it up, or not.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(61)]
    public async Task What_comes_back_to_be_separated_is_also_found_if_that_breaks_off(int minutes)
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        await SweepAsync(minutes);
        Assert.Equal(HttpStatusCode.OK, (await Client.UnlinkAsync("sms|third", "google-oauth2", "other")).Status);
        await FailAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);

        await SweepAsync();

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
    }

    /// <summary>The index may not know yet who has taken in the one or the other.</summary>
    [Fact]
    public async Task One_whose_accounts_are_nowhere_is_looked_at_for_an_hour()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");

        Assert.Equal((0, 0), await SweepAsync());
        Assert.Equal((0, 0), await SweepAsync(minutes: 50));
        Assert.Equal((1, 0), await SweepAsync(minutes: 10));
        Assert.Equal((0, 0), await SweepAsync());
    }

    [Fact]
    public async Task One_that_fails_counts_as_stuck_from_a_quarter_of_an_hour_after_it_was_begun()
    {
        await BreakOffAsync(afterHours: 1);
        await FailAsync(times: 9);

        Assert.Equal((0, 0), await SweepAsync());
        Assert.Equal((0, 1), await SweepAsync(minutes: 14));
    }

    /// <summary>Until then the identity opens the account that it is to leave.</summary>
    [Fact]
    public async Task A_sign_in_between_its_beginning_and_its_end_proves_nothing()
    {
        await JoinAsync(Other, isNew: true);
        await Client.SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/{{This}}", "status": 403, "times": 1}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);
        Clock.Advance(TimeSpan.FromSeconds(30));
        var stale = await TokenAsync();
        Assert.Equal((1, 0), await SweepAsync());

        var answer = await Personal.JoinAsync(stale, await ProofAsync(stale, Other));

        Assert.Equal(("refused", "separated_before"), (answer.Body.Text("outcome"), answer.Body.Text("reason")));
        Assert.Equal([This], await Client.IdentitiesAsync(This));
    }

    /// <summary>The sweep has found the link among the open ones, and read it, a moment before.</summary>
    [Fact]
    public async Task One_that_breaks_off_while_the_sweep_waits_for_the_accounts_stays_open()
    {
        await JoinAsync(Other, isNew: true);
        await FailAsync();
        using var services = Compose();
        var (record, store) = (Assert.Single(await RecordsAsync(This)).Id, services.GetRequiredService<IJournalStore>());
        await store.WriteAsync($"open/{record}", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation);
        var interrupted = new InterruptedStore(store, $"records/{record}", async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status));

        Assert.Equal((0, 0), await SweepAsync(by: Compose(store: interrupted)));
        Assert.Equal((1, 0), await SweepAsync());

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
    }

    /// <summary>The link was given up, looked at again, and found undone; support makes it by hand, later.</summary>
    [Fact]
    public async Task What_was_revoked_since_a_link_that_was_never_made_stays_revoked()
    {
        await InsertAsync(""", "app_metadata": {"role": "admin"}""");
        var token = await TokenAsync();
        var proof = await ProofAsync(token, Other);
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 40}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Personal.JoinAsync(token, proof)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await SweepAsync();
        await SweepAsync(minutes: 10);
        await Client.PatchAsync(Other, """{"app_metadata": {"role": null} }""");
        await Client.ArrangeLinkAsync(This, "google-oauth2", "other");

        Assert.Equal(HttpStatusCode.OK, (await SeparateAsync()).Status);

        Assert.DoesNotContain("admin", (await Client.ReadUserAsync(Other)).ToString(), StringComparison.Ordinal);
    }

    private PersonalClient Personal => new(Stage.Sandbox.Service);

    private People People => new(Stage.Sandbox, Client);

    private long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    private Task<string> TokenAsync() => People.AccessTokenAsync(This, $$"""{"iat": {{Now}}, "exp": {{Now + 3600}} }""");

    private async Task<string> ProofAsync(string token, string other) =>
        await People.IdTokenAsync(other, (await Personal.ChallengeAsync(token)).Body.Text("nonce"), $$"""{"iat": {{Now}}, "exp": {{Now + 3600}}, "auth_time": {{Now}} }""");

    private async Task<ApiAnswer> SeparateAsync() => await Personal.SeparateAsync(await TokenAsync(), Other);

    private async Task JoinAsync(string other, bool isNew = false)
    {
        if (isNew) await InsertAsync();
        var token = await TokenAsync();
        var answer = await Personal.JoinAsync(token, await ProofAsync(token, other));
        Assert.True(answer.Body.Text("outcome") == "linked", answer.Text);
    }

    private async Task InsertAsync(string more = """, "user_metadata": {"theme": "dark"}""")
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{This}}"}""");
        await Client.InsertUserAsync($$"""{"user_id": "{{Other}}"{{more}} }""");
    }

    private Task FailAsync(int times = 1) => Client.SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/{{Other}}", "status": 403, "times": {{times}}}""");

    /// <summary>Detached, and without what it had.</summary>
    /// <param name="afterHours">Since the link.</param>
    private async Task BreakOffAsync(int afterHours = 0)
    {
        await JoinAsync(Other, isNew: true);
        Clock.Advance(TimeSpan.FromHours(afterHours));
        await FailAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);
        Assert.False((await Client.ReadUserAsync(Other)).ContainsKey("user_metadata"));
    }

    private async Task<(int Settled, int Stuck)> SweepAsync(int minutes = 2, ServiceProvider? by = null)
    {
        Clock.Advance(TimeSpan.FromMinutes(minutes));
        using var services = by ?? Compose();
        return await services.GetRequiredService<JournalCare>().SettleAsync(Cancellation);
    }

    /// <summary>Something happens once, after a document was read.</summary>
    private sealed class InterruptedStore(IJournalStore store, string document, Func<Task> happensAsync) : IJournalStore
    {
        private bool _hasHappened;

        public async Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation)
        {
            var read = await store.ReadAsync(name, cancellation);
            if (name != document || _hasHappened) return read;
            _hasHappened = true;
            await happensAsync();
            return read;
        }

        public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) => store.WriteAsync(name, content, expected, cancellation);

        public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) => store.DeleteAsync(name, expected, cancellation);

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) => store.ListAsync(prefix, cancellation);
    }
}
