using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Two accounts whose numbers only their identity providers know.</summary>
public sealed class FingerprintTests
{
    private const string Freja = "oidc|freja-eid|anna";
    private const string BankId = "oidc|swedish-bankid|anna";
    private const string Profile = $$"""{"sub": "anna", "ssn": "{{Stage.Number}}"}""";

    [Fact]
    public async Task Find_each_other_and_no_number_is_written()
    {
        await using var stage = await Stage.StartAsync(("Linking:Ssn:TrustedConnections:1", "freja-eid"));
        await stage.Client.LogInAsync("freja-eid", Profile);

        var login = await stage.Client.LogInAsync("swedish-bankid", Profile);

        login.AssertSucceeded();
        Assert.Equal(Freja, login.Claim("sub").GetString());
        Assert.Equal([Freja, BankId], await stage.Client.IdentitiesAsync(Freja));
        Assert.DoesNotContain(Stage.Number, (await stage.Client.ReadUserAsync(Freja))["app_metadata"].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Do_not_without_a_key_and_nothing_is_remembered()
    {
        await using var stage = await Stage.StartAsync(("Linking:Ssn:TrustedConnections:1", "freja-eid"), ("Linking:Ssn:FingerprintKey", ""));
        await stage.Client.LogInAsync("freja-eid", Profile);

        var login = await stage.Client.LogInAsync("swedish-bankid", Profile);

        Assert.Equal(BankId, login.Claim("sub").GetString());
        Assert.Equal(["account_linking"], JsonMap.From((await stage.Client.ReadUserAsync(BankId))["app_metadata"]).Keys);
    }

    [Fact]
    public async Task Of_a_connection_that_is_not_trusted_leave_none()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Client.LogInAsync("freja-eid", Profile);

        var login = await stage.Client.LogInAsync("swedish-bankid", Profile);

        Assert.Equal(BankId, login.Claim("sub").GetString());
        Assert.Equal(["account_linking"], JsonMap.From((await stage.Client.ReadUserAsync(Freja))["app_metadata"]).Keys);
    }

    [Fact]
    public async Task Under_another_key_are_forgotten_and_then_remembered_anew()
    {
        await using var stage = await Stage.StartAsync();
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{BankId}}", "ssn": "{{Stage.Number}}", "app_metadata": {"ssn_fingerprint": "{{new string('0', 72)}}"} }""");

        LinkAssert.Answered(await stage.Service.LinkAsync(BankId), "no_match", BankId);

        Assert.DoesNotContain(new string('0', 72), (await stage.Client.ReadUserAsync(BankId))["app_metadata"].GetProperty("ssn_fingerprint").GetString(), StringComparison.Ordinal);
    }
}
