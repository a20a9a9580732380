using System.Diagnostics.CodeAnalysis;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant;

/// <summary>A tenant in memory, for tests of what needs no server.</summary>
public static class TestTenant
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);

    public const string NowText = "2026-11-20T08:15:30.000Z";

    public static readonly Connections Connections = new(
    [
        new Connection("con_usernamepassword", "Username-Password-Authentication", "auth0"),
        new Connection("con_legacycustomer01", "Legacy-Customers", "auth0"),
        new Connection("con_swedishbankid001", "swedish-bankid", "oidc"),
        new Connection("con_frejaeid00000001", "freja-eid", "oidc"),
        new Connection("con_googleoauth20001", "google-oauth2", "google-oauth2"),
        new Connection("con_smspasswordless1", "sms", "sms"),
    ]);

    public static TenantUser User([StringSyntax(StringSyntaxAttribute.Json)] string json) => UserDocument.Parse(JsonMap.Parse(json), Connections, Now);

    public static UserStore Store(params IEnumerable<string> users)
    {
        var store = new UserStore(new ManualClock(Now));
        store.Reset(users.Select(User));
        return store;
    }
}
