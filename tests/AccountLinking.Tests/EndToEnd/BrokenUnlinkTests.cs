using System.Net;
using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A request to undo a link that breaks off, and is repeated.</summary>
public sealed class BrokenUnlinkTests(SandboxFixture fixture) : UnlinkingTests(fixture)
{
    [Theory]
    [InlineData("PATCH", "/api/v2/users/auth0|hand", 1)]
    [InlineData("DELETE", "*", 1)]
    [InlineData("PATCH", "/api/v2/users/oidc|swedish-bankid|anna", 1)]
    [InlineData("GET", "/api/v2/users/oidc|swedish-bankid|anna", 1)]
    [InlineData("GET", "/api/v2/users/auth0|hand", 3)]
    public async Task One_that_broke_off_is_finished_by_the_next_and_no_login_comes_between(string method, string path, int passes)
    {
        foreach (var when in (string[])["before", "after"])
        {
            await Client.ControlAsync(HttpMethod.Post, "reset");
            var (hand, newcomer) = await InsertBothAsync();
            var link = await LinkAsync();
            for (var pass = 1; pass < passes; pass++) await SetFaultAsync($$"""{"method": "{{method}}", "path": "{{path}}", "delay_ms": 1, "times": 1}""");
            await SetFaultAsync($$"""{"method": "{{method}}", "path": "{{path}}", "status": 503, "when": "{{when}}", "times": 9}""");

            Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(link)).Body.Text("code"));
            await Client.ControlAsync(HttpMethod.Delete, "faults");
            Assert.NotEqual("linked", (await Service.LinkAsync(Newcomer)).Body.Text("outcome"));

            AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);
            await AssertAsBeforeAsync(hand, newcomer);
        }
    }

    [Theory]
    [InlineData("""{"account_linking": {"next_check_at": "2026-11-22T08:00:00Z"}}""", true)]
    [InlineData("""{"account_linking": {"never": ["auth0|x"]}}""", false)]
    public async Task An_identity_that_was_detached_and_not_attached_is_attached_unless_it_has_become_somebodys_account(string noted, bool isAttached)
    {
        await InsertHandMadeAsync(Hand);
        await Client.InsertUserAsync($$$"""
            {"user_id": "{{{Newcomer}}}", "ssn": "{{{Number}}}", "identities": [
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2", "profileData": {"email": "g@example.com"}}]}
            """);
        var link = await LinkAsync();
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(link)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await Client.PatchAsync("google-oauth2|g", $$"""{"app_metadata": {{noted}}}""");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal(isAttached ? [Newcomer, "google-oauth2|g"] : [Newcomer], await IdentitiesAsync(Newcomer));
    }

    [Fact]
    public async Task What_somebody_set_again_after_one_that_broke_off_is_his_own()
    {
        var link = await LinkAsync();
        await SetFaultAsync("""{"method": "DELETE", "path": "*", "status": 503, "times": 9}""");
        await Service.UnlinkAsync(link);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": "dark"}}""");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal("dark", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("theme").GetString());
    }

    [Fact]
    public async Task One_that_broke_off_may_be_repeated_with_leave_to_relink()
    {
        var link = await LinkAsync();
        await SetFaultAsync("""{"method": "DELETE", "path": "*", "status": 503, "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(link)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        AssertUnlinked(await Service.UnlinkAsync(link, allowRelink: true), Newcomer);

        Assert.Empty(await NeverAsync(Hand));
        await LinkAsync();
    }
}
