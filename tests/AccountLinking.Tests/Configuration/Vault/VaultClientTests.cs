using AccountLinking.Configuration.Vault;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Tests.Configuration.Vault;

/// <summary>Azure's client against a vault's protocol, over TLS.</summary>
public sealed class VaultClientTests
{
    [Fact]
    public async Task Answers_the_challenge_with_a_token_for_vaults_and_reads_page_by_page_what_is_named_like_settings()
    {
        await using var vault = await VaultDouble.StartAsync(
            ("Auth0--ClientSecret", "secret"),
            ("Webhooks--SigningSecrets--0", "first"),
            ("webhooks--signingsecrets--1", "second"),
            ("Linking--Ssn--FingerprintKey", "key"),
            ("Crm--ApiKey", "å key with ' \" and \\"),
            ("SomebodyElses", "not ours"),
            ("KeyVault--Uri", "https://elsewhere.vault.azure.net"));

        var snapshot = await ReadAsync(vault);

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["Auth0:ClientSecret"] = "secret",
                ["Webhooks:SigningSecrets:0"] = "first",
                ["webhooks:signingsecrets:1"] = "second",
                ["Linking:Ssn:FingerprintKey"] = "key",
                ["Crm:ApiKey"] = "å key with ' \" and \\",
            },
            snapshot.Values);
        Assert.Equal(["https://vault.azure.net/.default"], vault.Credential.Scopes.Distinct());
        Assert.Equal("GET /secrets 401", vault.Requests.First());
        Assert.Equal(4, vault.Readings);
        Assert.DoesNotContain(vault.Requests, request => request.Contains("SomebodyElses", StringComparison.Ordinal) || request.Contains("KeyVault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_that_is_switched_off_or_not_yet_in_force_is_none_and_one_that_should_have_been_renewed_is_one()
    {
        var now = DateTimeOffset.UtcNow;
        await using var vault = await VaultDouble.StartAsync();
        vault.Secrets["Webhooks--SigningSecrets--0"] = new("off", Enabled: false);
        vault.Secrets["Webhooks--SigningSecrets--1"] = new("tomorrow", NotBefore: now.AddDays(1));
        vault.Secrets["Webhooks--SigningSecrets--2"] = new("late", Expires: now.AddDays(-1));
        vault.Secrets["Webhooks--SigningSecrets--3"] = new("now", NotBefore: now.AddDays(-1), Expires: now.AddDays(1));

        Assert.Equal(["late", "now"], (await ReadAsync(vault)).Values.Values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_version_that_is_yet_to_come_leaves_the_one_before_it_in_force()
    {
        var now = DateTimeOffset.UtcNow;
        await using var vault = await VaultDouble.StartAsync();
        vault.Secrets["Auth0--ClientSecret"] = new("tomorrow's", NotBefore: now.AddDays(1))
        {
            Earlier =
            [
                new("the first", Expires: now.AddDays(-1)) { Created = now.AddDays(-9) },
                new("today's") { Created = now.AddDays(-2) },
                new("withdrawn", Enabled: false) { Created = now.AddDays(-1) },
            ],
        };

        Assert.Equal("today's", Assert.Single((await ReadAsync(vault)).Values).Value);
    }

    [Fact]
    public async Task A_vault_in_a_vault_is_none()
    {
        await using var vault = await VaultDouble.StartAsync(("KeyVault--Uri", "https://elsewhere.vault.azure.net"));

        var snapshot = await ReadAsync(vault);

        Assert.Empty(snapshot.Values);
        Assert.Equal(["KeyVault--Uri is a secret of the vault that nothing reads: which vault is read is set outside of it."], snapshot.Hints);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"value": [{"id": "x"}]}""")]
    public async Task What_answers_as_no_vault_does_is_told(string body)
    {
        await using var vault = await VaultDouble.StartAsync();
        vault.Trouble = async context =>
        {
            await context.Response.WriteAsync(body);
            return true;
        };

        Assert.Equal("what answers there is no vault: check KeyVault:Uri.", (await Assert.ThrowsAsync<VaultException>(() => ReadAsync(vault))).Message);
    }

    [Fact]
    public async Task A_secret_that_is_named_nearly_like_a_setting_is_told()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0-ClientSecret", "x"), ("Webhook--SigningSecrets--0", "x"), ("Database--Password", "x"));

        Assert.Equal(
            [
                "Auth0-ClientSecret is a secret of the vault that nothing reads: perhaps Auth0--ClientSecret is meant.",
                "Webhook--SigningSecrets--0 is a secret of the vault that nothing reads: perhaps Webhooks--SigningSecrets is meant.",
            ],
            (await ReadAsync(vault)).Hints);
    }

    [Fact]
    public async Task A_secret_that_is_disabled_between_the_list_and_its_turn_is_none()
    {
        await using var vault = await VaultDouble.StartAsync(("Webhooks--SigningSecrets--0", "one"), ("Webhooks--SigningSecrets--1", "two"));
        vault.Trouble = context =>
        {
            if (context.Request.Path.Value!.Contains("--1", StringComparison.Ordinal)) vault.Secrets["Webhooks--SigningSecrets--1"] = new("two", Enabled: false);
            return Task.FromResult(false);
        };

        Assert.Equal(["one"], (await ReadAsync(vault)).Values.Values);
    }

    [Fact]
    public async Task What_fails_in_passing_is_asked_again()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "secret"));
        vault.Trouble = context => FailAsync(context, 503, onlyOnce: vault);

        Assert.Equal("secret", Assert.Single((await ReadAsync(vault)).Values).Value);
    }

    [Theory]
    [InlineData(403, "it refuses the app (status 403): give the app's identity (on a laptop, your own) the role Key Vault Secrets User on the vault, and look at the vault's firewall.")]
    [InlineData(404, "there is no vault at this address (status 404): check KeyVault:Uri.")]
    [InlineData(429, "it is asked too often (status 429): look who else reads it.")]
    [InlineData(500, "it answered with status 500: look at Azure's status page.")]
    public async Task Trouble_is_told_with_what_to_do_about_it(int status, string advice)
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "secret"));
        vault.Trouble = context => FailAsync(context, status);

        Assert.Equal(advice, (await Assert.ThrowsAsync<VaultException>(() => ReadAsync(vault))).Message);
    }

    [Fact]
    public async Task A_token_that_is_not_taken_is_told()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "secret"));
        vault.Trouble = context =>
        {
            context.Response.Headers.WWWAuthenticate = "Bearer authorization=\"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555\", resource=\"https://vault.azure.net\"";
            return FailAsync(context, 401);
        };

        Assert.Equal("it did not take the app's token (status 401): the vault must be in the tenant of the app's identity.", (await Assert.ThrowsAsync<VaultException>(() => ReadAsync(vault))).Message);
    }

    [Fact]
    public async Task No_token_goes_to_what_only_says_that_it_is_a_vault()
    {
        await using var vault = await VaultDouble.StartAsync(("Auth0--ClientSecret", "secret"));
        vault.Trouble = context =>
        {
            context.Response.Headers.WWWAuthenticate = "Bearer authorization=\"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555\", resource=\"https://elsewhere.example.com\"";
            return FailAsync(context, 401);
        };

        Assert.Equal("what answers there is no vault: check KeyVault:Uri.", (await Assert.ThrowsAsync<VaultException>(() => ReadAsync(vault))).Message);
        Assert.Empty(vault.Credential.Scopes);
    }

    [Fact]
    public async Task A_vault_that_is_not_there_is_told()
    {
        var vault = await VaultDouble.StartAsync();
        await vault.DisposeAsync();

        Assert.Equal("it cannot be reached: check KeyVault:Uri, and the network's way to it (a firewall, a private end point, DNS).", (await Assert.ThrowsAsync<VaultException>(() => ReadAsync(vault))).Message);
    }

    [Fact]
    public async Task A_vault_that_does_not_answer_is_given_up()
    {
        await using var vault = await VaultDouble.StartAsync();
        using var caller = new CancellationTokenSource();
        vault.Trouble = async context =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };

        var trouble = await Assert.ThrowsAsync<VaultException>(() => new VaultReader(vault.Client(), TimeProvider.System).ReadAsync(caller.Token));

        Assert.Equal("it did not answer in time: check the network's way to it (a firewall, a private end point, DNS).", trouble.Message);
    }

    private static Task<VaultSnapshot> ReadAsync(VaultDouble vault) => new VaultReader(vault.Client(), TimeProvider.System).ReadAsync(TestContext.Current.CancellationToken);

    private static async Task<bool> FailAsync(HttpContext context, int status, VaultDouble? onlyOnce = null)
    {
        if (onlyOnce is not null && !onlyOnce.Requests.IsEmpty) return false;
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"error": {"code": "X", "message": "no"}}""");
        return true;
    }
}
