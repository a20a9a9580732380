using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.SelfService;

/// <summary><c>GET /api/me/link-candidates</c>: what a person is told of accounts that may be theirs, and what not.</summary>
public sealed class CandidatesTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    [Theory]
    [InlineData("""{"user_id": "oidc|partner-portal|1", "email": "eva.strand@example.com", "email_verified": true}""", 403, "connection_not_listed")]
    [InlineData("""{"user_id": "oidc|partner-portal|1", "email": "eva.strand@example.com", "email_verified": true, "blocked": true}""", 403, "account_blocked")]
    public async Task Whoever_could_probe_is_told_nothing(string caller, int status, string code)
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync(caller);

        AssertRefused(await Personal.CandidatesAsync(await People.AccessTokenAsync("oidc|partner-portal|1")), status, code);
    }

    /// <summary>The main identity's address is the one that is looked for: a listed connection beside it vouches for nothing.</summary>
    [Fact]
    public async Task A_listed_connection_of_a_linked_identity_is_not_enough()
    {
        await InsertPersonAsync();
        await Client.InsertUserAsync("""{"user_id": "oidc|partner-portal|1", "email": "eva.strand@example.com", "email_verified": true}""");
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|own"}""");
        await Client.ArrangeLinkAsync("oidc|partner-portal|1", "google-oauth2", "own");

        AssertRefused(await Personal.CandidatesAsync(await People.AccessTokenAsync("oidc|partner-portal|1")), 403, "connection_not_listed");
    }

    [Fact]
    public async Task An_account_that_is_gone_is_told_so() =>
        AssertRefused(await Personal.CandidatesAsync(await People.AccessTokenAsync("auth0|nobody")), 409, "account_gone");

    [Theory]
    [InlineData("false", Address, "true", "false")]
    [InlineData("true", Address, "false", "false")]
    [InlineData("true", Address, "true", "true")]
    [InlineData("true", "eva.strand@example.org", "true", "false")]
    public async Task An_account_with_another_or_an_unverified_address_is_nobodys_business(string thisVerified, string address, string verified, string blocked)
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{This}}", "email": "{{Address}}", "email_verified": {{thisVerified}} }""");
        await Client.InsertUserAsync($$"""{"user_id": "{{Other}}", "email": "{{address}}", "email_verified": {{verified}}, "blocked": {{blocked}} }""");

        Assert.Empty(await CandidatesAsync());
    }

    [Fact]
    public async Task An_identity_of_ones_own_is_no_candidate()
    {
        await InsertPersonAsync();
        await JoinAsync();

        Assert.Empty(await CandidatesAsync());
    }

    [Fact]
    public async Task What_a_person_needs_to_recognise_an_account_is_told_and_nothing_else()
    {
        await InsertPersonAsync();

        var answer = await Personal.CandidatesAsync(await People.AccessTokenAsync(This));

        var candidate = Assert.Single(answer.Json.GetProperty("candidates").EnumerateArray().ToList());
        ApiAssert.JsonEqual(
            $$"""{"candidates": [{"handle": "{{candidate.GetProperty("handle").GetString()}}", "provider": "google-oauth2", "connection": "google-oauth2", "name": "E••• M••• S•••", "created_at": "2024-05-06"}], "expires_in": 600}""",
            answer.Json);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task An_address_is_found_in_lower_case_as_well()
    {
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|upper", "email": "Eva.Strand@Example.com", "email_verified": true}""");
        await Client.InsertUserAsync("""{"user_id": "auth0|lower", "email": "eva.strand@example.com", "email_verified": true}""");

        Assert.Single(await CandidatesAsync("google-oauth2|upper"));
    }

    /// <summary>Not even whether two answers are about the same account.</summary>
    [Fact]
    public async Task A_handle_says_nothing_of_the_account()
    {
        await InsertPersonAsync();

        var (one, another) = ((await CandidatesAsync())[0].GetProperty("handle").GetString()!, (await CandidatesAsync())[0].GetProperty("handle").GetString()!);

        Assert.NotEqual(one, another);
        Assert.Equal(one.Length, another.Length);
        Assert.Matches("^[A-Za-z0-9_-]+$", one);
    }

    /// <summary>Its name may be its address, or its number.</summary>
    [Fact]
    public async Task No_address_number_or_id_of_another_account_is_in_the_answer()
    {
        await Client.InsertUserAsync("""{"user_id": "auth0|this", "email": "eva.strand@example.com", "email_verified": true}""");
        await Client.InsertUserAsync("""
            {"user_id": "google-oauth2|110248495921238986420", "email": "eva.strand@example.com", "email_verified": true, "name": "eva.strand@example.com", "phone_number": "+46701740699",
             "user_metadata": {"secret": "of-the-other"}, "app_metadata": {"userSocialSecurityNumber": "196802020575"} }
            """);

        var answer = await Personal.CandidatesAsync(await People.AccessTokenAsync(This));

        Assert.All((string[])["110248495921238986420", "eva.strand", "46701740699", "of-the-other", "196802020575"], secret => Assert.DoesNotContain(secret, answer.Text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("e•••", answer.Json.GetProperty("candidates")[0].GetProperty("name").GetString());
    }

    private async Task<JsonElement[]> CandidatesAsync(string caller = This)
    {
        var answer = await Personal.CandidatesAsync(await People.AccessTokenAsync(caller));
        Assert.True(answer.Json.TryGetProperty("candidates", out var candidates), answer.Text);
        return [.. candidates.EnumerateArray()];
    }
}
