using System.Net;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Configuration.Vault;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>
/// Each secret is changed in the vault while the service runs, over the real client: while old and new are there both do, afterwards only the new one, and no request fails
/// whatever the order in which the sides learn of it.
/// </summary>
public sealed class RotationTests
{
    private const string Old = "whsec_ng9Kk6bn3Fl2bKZ8o2xV1mXyO0bqYw7B";
    private const string New = "whsec_9yYtqHn0v3hXc5mZK2r7sW1pLd8uEg4a";
    private const string Strange = "whsec_c29tZWJvZHktZWxzZXMtc2VjcmV0LTAwMDE=";
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string Database = "Username-Password-Authentication";
    private const string OldKey = "b2xkLWtleS1vZi0zMi1ieXRlcy1vci1zb21lLW1vcmU=";
    private const string NewKey = "bmV3LWtleS1vZi0zMi1ieXRlcy1vci1zb21lLW1vcmU=";
    private const int Callers = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_start_reads_the_vault_once_and_calls_nobody_else()
    {
        await using var stage = await RotationStage.StartAsync(("Crm--ApiKey", "key"));

        Assert.Equal(["GET /secrets 401", "GET /secrets 200", "GET /secrets/Crm--ApiKey 200"], stage.Vault.Requests);
        Assert.Equal(0, stage.CallsOfTheStart);
    }

    [Fact]
    public async Task Without_its_vault_the_service_does_not_start_and_says_so()
    {
        var vault = await VaultDouble.StartAsync();
        await vault.DisposeAsync();
        var options = SandboxOptions.OnFreePorts with { Compose = vault.AddTo, ServiceSettings = new Dictionary<string, string?> { ["KeyVault:Uri"] = vault.Address } };

        var failure = await Assert.ThrowsAsync<StartException>(() => RunningSandbox.StartAsync(options, NullLoggerFactory.Instance));

        Assert.Contains(
            "\n- KeyVault:Uri names a vault that cannot be read; it cannot be reached: check KeyVault:Uri, and the network's way to it (a firewall, a private end point, DNS).\n", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SigningSecrets")]
    [InlineData("OperationsSecrets")]
    public async Task The_secret_of_a_signature(string setting)
    {
        var isOperations = setting == "OperationsSecrets";
        await using var stage = await RotationStage.StartAsync(($"Webhooks--{setting}--0", Old));
        Assert.True(await IsTakenAsync(Old));
        Assert.False(await IsTakenAsync(New));

        // Whoever signs with the new one is served at once, although the vault is not due.
        stage.Vault.Set($"Webhooks--{setting}--1", New);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => IsTakenAsync(New))), Assert.True);
        Assert.True(await IsTakenAsync(Old));

        stage.Vault.Set($"Webhooks--{setting}--0", New);
        stage.Vault.Secrets.TryRemove($"Webhooks--{setting}--1", out _);
        await stage.PassAsync(Interval, async () => !await IsTakenAsync(Old));
        Assert.True(await IsTakenAsync(New));
        Assert.False(await IsTakenAsync(Old));

        async Task<bool> IsTakenAsync(string secret)
        {
            var status = isOperations ? (await stage.Operations(secret).UnlinkAsync("nobody")).Status : (await stage.Action(secret).LinkAsync(Astrid, Database)).Status;
            Assert.True(status is HttpStatusCode.Unauthorized || status == (isOperations ? HttpStatusCode.NotFound : HttpStatusCode.OK), $"{status}");
            return status != HttpStatusCode.Unauthorized;
        }
    }

    /// <summary>The Action goes on calling while its secret is changed, and some strangers knock.</summary>
    [Fact]
    public async Task No_request_fails_meanwhile()
    {
        await using var stage = await RotationStage.StartAsync(("Webhooks--SigningSecrets--0", Old));
        var current = Old;
        using var end = new CancellationTokenSource();
        using var turns = new SemaphoreSlim(Callers, Callers);
        var callers = Enumerable.Range(0, Callers).Select(_ => CallAsync()).ToList();
        await stage.Action(Strange).LinkAsync(Astrid, Database);

        stage.Vault.Set("Webhooks--SigningSecrets--1", New);
        await CallsAsync(10);
        current = New;
        await CallsAsync(10);
        stage.Vault.Set("Webhooks--SigningSecrets--0", New);
        stage.Vault.Secrets.TryRemove("Webhooks--SigningSecrets--1", out _);
        for (var round = 0; stage.Adopted + stage.Gone < 3 && round < 30; round++) await PassAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await stage.Action(Old).LinkAsync(Astrid, Database)).Status);
        await CallsAsync(10);
        await end.CancelAsync();

        Assert.All((await Task.WhenAll(callers)).SelectMany(statuses => statuses), status => Assert.Equal(HttpStatusCode.OK, status));

        async Task<List<HttpStatusCode>> CallAsync()
        {
            List<HttpStatusCode> statuses = [];
            while (!end.IsCancellationRequested)
            {
                await turns.WaitAsync(TestContext.Current.CancellationToken);
                statuses.Add((await stage.Action(current).LinkAsync(Astrid, Database)).Status);
                turns.Release();
            }

            return statuses;
        }

        // Requests have their time by the same clock, so none is on its way while it moves.
        async Task PassAsync()
        {
            for (var caller = 0; caller < Callers; caller++) await turns.WaitAsync(TestContext.Current.CancellationToken);
            stage.Clock.Advance(Interval);
            turns.Release(Callers);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        async Task CallsAsync(int times)
        {
            for (var time = 0; time < times; time++) await stage.Action(current).LinkAsync(Astrid, Database);
        }
    }

    [Fact]
    public async Task The_client_secret_when_Auth0_learns_of_it_first()
    {
        await using var stage = await RotationStage.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        await stage.LinkAsync();

        // Tokens outlive the secret that they were got with.
        var secret = await stage.RotateAtAuth0Async();
        await stage.LinkAsync();
        stage.Vault.Set("Auth0--ClientSecret", secret);
        await stage.LinkWithNewTokenAsync();

        Assert.Equal(["200", "401", "200"], await stage.TokenRequestsAsync());
    }

    [Fact]
    public async Task The_client_secret_when_the_vault_learns_of_it_first()
    {
        await using var stage = await RotationStage.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        await stage.LinkAsync();
        stage.Vault.Set("Auth0--ClientSecret", "not yet");
        await stage.PassAsync(Interval, () => Task.FromResult(stage.Adopted == 1));

        await stage.LinkWithNewTokenAsync();
        Assert.Equal(["200", "401", "200"], await stage.TokenRequestsAsync());

        stage.Vault.Set("Auth0--ClientSecret", await stage.RotateAtAuth0Async());
        await stage.LinkWithNewTokenAsync();

        // Neither the one that was never any good nor the old one does any more.
        Assert.Equal(["401", "200"], (await stage.TokenRequestsAsync())[3..]);
    }

    [Fact]
    public async Task The_client_secret_when_nobody_told_the_vault()
    {
        await using var stage = await RotationStage.StartAsync(("Auth0--ClientSecret", "sandbox-secret"));
        await stage.LinkAsync();
        await stage.RotateAtAuth0Async();
        await stage.DropTokenAsync();

        var answer = await stage.Action().LinkAsync(Astrid, Database);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "auth0_unauthorized"), (answer.Status, answer.Body.Text("code")));
        Assert.Equal(["200", "401"], await stage.TokenRequestsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_key_of_the_CRM(bool isCrmFirst)
    {
        HashSet<string> taken = ["old"];
        await using var crm = await CrmDouble.StartAsync((_, question) => taken.Contains(question.Key) ? (200, """{"externalUserId": "C-1"}""") : (401, ""));
        await using var stage = await RotationStage.StartAsync([("Crm--ApiKey", "old")], ("Crm:Url", crm.Address));
        await stage.SyncAsync();

        if (isCrmFirst) taken = ["new"];
        stage.Vault.Set("Crm--ApiKey", "new");
        if (!isCrmFirst) await stage.PassAsync(Interval, () => Task.FromResult(stage.Adopted == 1));
        await stage.SyncAsync();
        Assert.Equal(isCrmFirst ? ["old", "old", "new"] : ["old", "new", "old"], crm.Questions.Select(question => question.Key));

        taken = ["new"];
        crm.Questions.Clear();
        await stage.SyncAsync();
        Assert.Equal(["new"], crm.Questions.Select(question => question.Key));
    }

    [Fact]
    public async Task The_key_of_fingerprints()
    {
        await using var stage = await RotationStage.StartAsync(("Linking--Ssn--FingerprintKey", OldKey));
        await stage.SignInAsync("freja-eid", "anna");
        var old = await stage.FingerprintAsync("oidc|freja-eid|anna");

        // First every instance learns to find people by the new one.
        stage.Vault.Set("Linking--Ssn--FingerprintKey", $"{OldKey} {NewKey}");
        await stage.PassAsync(Interval, () => Task.FromResult(stage.Adopted == 1));
        await stage.SignInAsync("freja-eid", "anna");
        Assert.Equal(old, await stage.FingerprintAsync("oidc|freja-eid|anna"));

        // Whoever is remembered under the old key is found, and remembered under the new one.
        stage.Vault.Set("Linking--Ssn--FingerprintKey", $"{NewKey} {OldKey}");
        await stage.PassAsync(Interval, () => Task.FromResult(stage.Adopted == 2));
        Assert.Equal("oidc|freja-eid|anna", await stage.SignInAsync("swedish-bankid", "anna"));
        var both = await stage.FingerprintAsync("oidc|freja-eid|anna");
        Assert.NotEqual(old, both);

        // And by that one alone afterwards.
        stage.Vault.Set("Linking--Ssn--FingerprintKey", NewKey);
        await stage.PassAsync(Interval, () => Task.FromResult(stage.Adopted == 3));
        Assert.Equal("oidc|freja-eid|anna", await stage.SignInAsync("swedish-bankid", "anna again"));
        Assert.Equal(both, await stage.FingerprintAsync("oidc|freja-eid|anna"));
    }
}
