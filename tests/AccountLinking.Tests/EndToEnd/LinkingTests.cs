using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A sandbox with the service, asked over HTTP. Each test begins at the seed.</summary>
public abstract class LinkingTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    public const string Number = "196802020575";
    public const string OtherNumber = "198208273584";
    public const string Newcomer = "oidc|swedish-bankid|anna";
    public const string Database = "Username-Password-Authentication";

    protected ServiceClient Service => new(Sandbox.Service);

    /// <summary>Who signs in: an account of BankID's, made a moment ago unless it is said otherwise.</summary>
    protected Task InsertNewcomerAsync(string more = "", string created = "2026-11-20T08:00:00.000Z", string id = Newcomer) =>
        Client.InsertUserAsync($$"""{"user_id": "{{id}}", "created_at": "{{created}}", "ssn": "{{Number}}"{{more}}}""");

    /// <summary>An account that somebody made by hand, long ago, with a number.</summary>
    protected Task InsertHandMadeAsync(string id = "auth0|hand", string number = Number, string more = "") =>
        Client.InsertUserAsync($$"""
            {"user_id": "{{id}}", "created_at": "2020-01-01T00:00:00.000Z", "user_metadata": {"language": "sv"},
             "app_metadata": {"userSocialSecurityNumber": "{{number}}"}{{more}} }
            """);

    /// <summary>The two that belong together: who signs in, and the account made by hand.</summary>
    protected async Task InsertPairAsync()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync();
    }

    protected Task<string[]> IdentitiesAsync(string userId) => Client.IdentitiesAsync(userId);

    protected Task<string[]> CallsAsync() => Client.CallsAsync();

    protected Task ForgetCallsAsync() => Client.ForgetCallsAsync();

    protected Task SetFaultAsync(string fault) => Client.SetFaultAsync(fault);

    protected static void AssertAnswer(ApiAnswer answer, string outcome, string primary, string? rule = "ssn", string? reason = null, int candidates = 0, string login = "continue") =>
        LinkAssert.Answered(answer, outcome, primary, rule, reason, candidates, login);
}
