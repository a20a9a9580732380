using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.Health;

/// <summary>The line about connections.</summary>
public sealed class ConnectionsReadyTests
{
    [Theory]
    [InlineData("Swedish-BankID", "fail connections: No account has an identity of the connection 'Swedish-BankID' (Linking:Ssn:TrustedConnections), and some have one of 'swedish-bankid': correct the name, of which every letter and capital counts.")]
    [InlineData("norwegian-bankid", "warn connections: No account has an identity of the connection 'norwegian-bankid' (Linking:Ssn:TrustedConnections): if the tenant has no connection of that name, correct it (every letter and capital counts); if nobody has signed in over it yet, nothing is wrong.")]
    [InlineData("swedish-bankid2", "warn connections: No account has an identity of the connection 'swedish-bankid2' (Linking:Ssn:TrustedConnections): if the tenant has no connection of that name, correct it (every letter and capital counts; perhaps 'swedish-bankid' is meant); if nobody has signed in over it yet, nothing is wrong.")]
    public async Task A_connection_that_the_tenant_does_not_have_is_told(string name, string line)
    {
        await using var stage = await ReadyStage.StartAsync(("Linking:Ssn:TrustedConnections:0", name));

        Assert.Equal([line], await stage.TroubleAsync());
    }

    [Fact]
    public async Task Two_connections_that_are_spelled_nearly_the_same_may_both_be_meant()
    {
        await using var stage = await ReadyStage.StartAsync(("Linking:Ssn:TrustedConnections:1", "SwedishBankID"));

        Assert.StartsWith("warn connections: No account has an identity of the connection 'SwedishBankID' (Linking:Ssn:TrustedConnections): if the tenant", Assert.Single(await stage.TroubleAsync()), StringComparison.Ordinal);
    }

    /// <summary>What is looked at first are fifty accounts of any connection.</summary>
    [Fact]
    public async Task In_a_tenant_with_many_accounts_no_more_is_overlooked()
    {
        await using var stage = await ReadyStage.StartAsync(("Linking:Ssn:CandidateConnections:1", "Legacy-Customers"), ("Linking:Ssn:TrustedConnections:1", "Partner_Portal"));
        for (var number = 0; number < 60; number++) await stage.Client.InsertUserAsync($$"""{"user_id": "oidc|swedish-bankid|{{number}}", "created_at": "2020-01-01T00:00:00.000Z"}""");
        await stage.Client.InsertUserAsync("""{"user_id": "auth0|legacy", "created_at": "2026-01-01T00:00:00.000Z", "identities": [{"provider": "auth0", "user_id": "legacy", "connection": "Legacy-Customers"}]}""");
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|partner-portal|zoe", "created_at": "2026-01-01T00:00:00.000Z"}""");

        var lines = await stage.TroubleAsync();

        Assert.Equal(2, lines.Count);
        Assert.StartsWith("fail connections: No account has an identity of the connection 'Partner_Portal' (Linking:Ssn:TrustedConnections), and some have one of 'partner-portal'", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("warn connections: Linking:Connections has no id for the database 'Legacy-Customers'", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_allowance_of_a_small_tenant_is_not_used_up_and_that_is_no_failure()
    {
        await using var stage = await ReadyStage.StartAsync(("Linking:Ssn:TrustedConnections:1", "norwegian-bankid"), ("Linking:Ssn:TrustedConnections:2", "danish-mitid"), ("Linking:Ssn:TrustedConnections:3", "finnish-ftn"));
        await stage.Client.SendAsync(HttpMethod.Put, "/sandbox/settings", """{"rate_limit": {"burst": 3, "per_second": 1}}""");

        var lines = await stage.TroubleAsync();

        Assert.Equal("warn connections: Not all connections of the settings were looked at, because Auth0's rate limit is nearly used up: ask again in a minute.", lines[^1]);
        Assert.DoesNotContain((await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray(), call => call.GetProperty("status").GetInt32() == 429);
    }

    [Theory]
    [InlineData("""{"status": 429}""", "because Auth0's rate limit is used up: ask again in a minute.")]
    [InlineData("""{"status": 503}""", "because Auth0 did not answer a search: its index may be busy. Ask again in a minute.")]
    public async Task A_search_for_a_connection_that_fails_is_no_failure_and_is_not_repeated(string fault, string why)
    {
        await using var stage = await ReadyStage.StartAsync(("Linking:Ssn:TrustedConnections:1", "norwegian-bankid"));
        // The look at fifty accounts comes first.
        await stage.FailAsync("""{"method": "GET", "path": "/api/v2/users", "status": 200, "body": [{"user_id": "oidc|swedish-bankid|anna", "identities": [{"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}, {"provider": "auth0", "user_id": "1", "connection": "Username-Password-Authentication"}]}], "times": 1}""");
        await stage.FailAsync($$"""{"method": "GET", "path": "/api/v2/users", "times": 20, {{fault.TrimStart('{')}}""");

        Assert.Equal([$"warn connections: Not all connections of the settings were looked at, {why}"], await stage.TroubleAsync());
        Assert.Equal(2, (await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Count(call => call.GetProperty("path").GetString() == "/api/v2/users"));
    }

    [Fact]
    public async Task A_connection_that_was_found_is_not_searched_for_again_within_the_hour()
    {
        var clock = new WaitingClock();
        await using var stage = await ReadyStage.StartAsync(SandboxOptions.OnFreePorts, clock, ("Linking:Ssn:TrustedConnections:1", "freja-eid"));
        for (var number = 0; number < 60; number++) await stage.Client.InsertUserAsync($$"""{"user_id": "oidc|swedish-bankid|{{number}}", "created_at": "2020-01-01T00:00:00.000Z"}""");
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|freja-eid|zoe", "created_at": "2026-01-01T00:00:00.000Z"}""");
        await stage.Client.ForgetCallsAsync();
        await stage.GetAsync();
        var first = await stage.CallsAsync();

        await stage.Client.ForgetCallsAsync();
        clock.Wait(TimeSpan.FromMinutes(1));
        await stage.GetAsync();

        // A token, the look at fifty accounts and the CRM; and before, four searches.
        Assert.Equal((7, 3), (first, await stage.CallsAsync()));
    }

    [Fact]
    public async Task A_connection_that_only_accounts_beyond_the_first_have_is_found()
    {
        await using var stage = await ReadyStage.StartAsync(("Linking:Ssn:TrustedConnections:1", "freja-eid"));
        for (var number = 0; number < 60; number++) await stage.Client.InsertUserAsync($$"""{"user_id": "oidc|swedish-bankid|{{number}}", "created_at": "2020-01-01T00:00:00.000Z"}""");
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|freja-eid|zoe", "created_at": "2026-01-01T00:00:00.000Z"}""");

        Assert.Empty(await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_database_whose_id_is_not_set_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Linking:Ssn:CandidateConnections:1", "Legacy-Customers"));
        await stage.Client.InsertUserAsync("""{"user_id": "auth0|legacy", "identities": [{"provider": "auth0", "user_id": "legacy", "connection": "Legacy-Customers"}]}""");

        Assert.Equal(
            ["warn connections: Linking:Connections has no id for the database 'Legacy-Customers': where an account of it would be absorbed, that is refused (connection_unknown). Set Linking:Connections:Legacy-Customers to the connection's id, con_ and 16 letters or digits."],
            await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_connection_of_peoples_own_applications_that_is_mistyped_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("SelfService:Connections:1", "Google-OAuth2"));

        Assert.Equal(
            ["fail connections: No account has an identity of the connection 'Google-OAuth2' (SelfService:Connections), and some have one of 'google-oauth2': correct the name, of which every letter and capital counts."],
            await stage.TroubleAsync());
    }

    /// <summary>Whoever proves that an account is his own may have one of any database.</summary>
    [Theory]
    [InlineData("https://account-linking.example.com/", 1)]
    [InlineData(null, 0)]
    public async Task A_database_of_no_setting_needs_its_id_where_people_join_accounts_themselves(string? audience, int lines)
    {
        await using var stage = await ReadyStage.StartAsync(("Auth0:ApiAudience", audience));
        await stage.Client.InsertUserAsync("""{"user_id": "auth0|legacy", "identities": [{"provider": "auth0", "user_id": "legacy", "connection": "Legacy-Customers"}]}""");

        var trouble = await stage.TroubleAsync();

        Assert.Equal(lines, trouble.Count);
        Assert.All(trouble, line => Assert.StartsWith("warn connections: Linking:Connections has no id for the database 'Legacy-Customers'", line, StringComparison.Ordinal));
    }

    /// <summary>On which time can be let pass, for whoever measures it; the time of day goes on as it does.</summary>
    private sealed class WaitingClock : TimeProvider
    {
        private long _waited;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _waited);

        public void Wait(TimeSpan time) => Interlocked.Add(ref _waited, (long)(time.TotalSeconds * TimestampFrequency));
    }
}
