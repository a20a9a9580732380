using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.Docs;
using AccountLinking.Tests.EndToEnd;
using AccountLinking.Tests.Webhooks.OpenApi;

namespace AccountLinking.Tests.SelfService;

/// <summary>Each row of the tables of <c>docs/self-service.md</c> is played, and answered as it says.</summary>
public sealed class UseCaseTests(SandboxFixture fixture) : SelfServiceTests(fixture)
{
    private const string Document = "docs/self-service.md";
    private const string Third = "google-oauth2|third";

    public static TheoryData<string> Cases => [.. MarkdownTable.Read(Document, "case").Select(row => row[0])];

    public static TheoryData<string> Mistakes => [.. MarkdownTable.Read(Document, "mistake").Select(row => row[0])];

    [Fact]
    public void Every_row_has_a_play_and_every_play_a_row()
    {
        Assert.Equal(Right.Keys.Order(StringComparer.Ordinal), MarkdownTable.Read(Document, "case").Select(row => row[0]).Order(StringComparer.Ordinal));
        Assert.Equal(Wrong.Keys.Order(StringComparer.Ordinal), MarkdownTable.Read(Document, "mistake").Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_reason_of_a_refusal_has_a_row()
    {
        var reasons = ApiDocument.Root.GetProperty("components").GetProperty("schemas").GetProperty("LinkIdentityAnswer").GetProperty("properties").GetProperty("reason").GetProperty("enum")
            .EnumerateArray().Select(reason => reason.GetString()).OfType<string>();
        var told = MarkdownTable.Read(Document, "case").Where(row => row[4].StartsWith("`200 refused`", StringComparison.Ordinal)).Select(row => row[4].Split('`')[3]).Distinct(StringComparer.Ordinal);

        Assert.Equal(reasons.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_a_developer_does_ends_as_the_table_says(string name)
    {
        var row = MarkdownTable.Read(Document, "case").Single(row => row[0] == name);
        await InsertPersonAsync();

        var answer = await Right[name](row[3].Trim('`'));

        var expected = row[4].Split('`')[1];
        Assert.Equal(expected, answer.Body.Text("outcome") is { } outcome ? $"{(int)answer.Status} {outcome}" : $"{(int)answer.Status}");
        Assert.Equal(row[4].Contains("`sign_in_again`", StringComparison.Ordinal), answer.Body.TryGetValue("sign_in_again", out var again) && again.ValueKind == JsonValueKind.True);
        if (expected.EndsWith("refused", StringComparison.Ordinal)) Assert.Contains($"`{answer.Body.Text("reason")}`", row[4], StringComparison.Ordinal);
    }

    /// <summary>The scope that the table names is the one that is needed.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Without_its_scope_it_does_not(string name)
    {
        var row = MarkdownTable.Read(Document, "case").Single(row => row[0] == name);
        await InsertPersonAsync();

        // The challenge has a token of its own, which has all scopes.
        var answer = await Right[name]("openid profile");

        AssertRefused(answer, 403, "insufficient_scope");
        Assert.Contains($"scope=\"{row[3].Trim('`')}\"", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task What_goes_wrong_is_told_by_the_sentence_of_the_table(string name)
    {
        var row = MarkdownTable.Read(Document, "mistake").Single(row => row[0] == name);
        await InsertPersonAsync();

        var answer = await Wrong[name]();

        Assert.Equal(row[1].Trim('`'), $"{(int)answer.Status} {answer.Body.Text("code")}");
        Assert.Equal(row[2], answer.Body.Text("detail"));
        Assert.StartsWith("application/problem+json", answer.Headers["Content-Type"], StringComparison.Ordinal);
    }

    private Dictionary<string, Func<string, Task<ApiAnswer>>> Right => new(Done.Concat(Refused), StringComparer.Ordinal);

    private Dictionary<string, Func<string, Task<ApiAnswer>>> Done => new(StringComparer.Ordinal)
    {
        ["See which other accounts may be the person's"] = async scope => await Personal.CandidatesAsync(await TokenAsync(scope)),
        ["Begin to prove an account that was suggested"] = async scope => await Personal.ChallengeAsync(await TokenAsync(scope), await HandleAsync()),
        ["Begin to prove an account that the person knows of"] = async scope => await Personal.ChallengeAsync(await TokenAsync(scope)),
        ["Join the other account into this one"] = scope => JoinWithAsync(scope),
        ["Join this account into the other one"] = scope => JoinWithAsync(scope, primary: "other"),
        ["Join two that were separated before"] = async scope =>
        {
            await JoinAsync();
            await Personal.SeparateAsync(await People.AccessTokenAsync(This), Other);
            return await JoinWithAsync(scope);
        },
        ["Join what another tab has just joined"] = async scope =>
        {
            var proof = await ProofAsync();
            await JoinAsync();
            return await Personal.JoinAsync(await TokenAsync(scope), proof);
        },
        ["Send the same again after a 503"] = async scope =>
        {
            var (token, proof) = (await People.AccessTokenAsync(This), await ProofAsync());
            await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
            AssertRefused(await Personal.JoinAsync(token, proof), 503, "auth0_forbidden");
            return await Personal.JoinAsync(await TokenAsync(scope), proof);
        },
        ["Separate an identity"] = async scope =>
        {
            await JoinAsync();
            return await Personal.SeparateAsync(await TokenAsync(scope), Other);
        },
    };

    /// <summary>The proof is good, and they are not joined.</summary>
    private Dictionary<string, Func<string, Task<ApiAnswer>>> Refused => new(StringComparer.Ordinal)
    {
        ["Join two by tokens of before their separation"] = async scope =>
        {
            await Service.UnlinkAsync(await JoinAsync());
            return await Personal.JoinAsync(await People.AccessTokenAsync(This, $$"""{"scope": "{{scope}}", "iat": {{People.Now - 60}} }"""), await ProofAsync());
        },
        ["Join accounts with two different national ids"] = async scope =>
        {
            await Client.PatchAsync(This, $$"""{"app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }""");
            await Client.PatchAsync(Other, $$"""{"app_metadata": {"userSocialSecurityNumber": "{{OtherNumber}}"} }""");
            return await JoinWithAsync(scope);
        },
        ["Join accounts of which the other one is blocked"] = async scope =>
        {
            await Client.PatchAsync(Other, """{"blocked": true}""");
            return await JoinWithAsync(scope);
        },
        ["Join accounts of which the person's own is blocked"] = async scope =>
        {
            await Client.PatchAsync(This, """{"blocked": true}""");
            return await JoinWithAsync(scope);
        },
        ["Join an account that was deleted after its sign-in"] = async scope =>
        {
            var proof = await ProofAsync();
            await Client.DeleteAsync(Other);
            return await Personal.JoinAsync(await TokenAsync(scope), proof);
        },
        ["Have an account absorbed whose database the service does not know"] = async scope =>
        {
            await Client.InsertUserAsync("""{"user_id": "auth0|old", "identities": [{"provider": "auth0", "user_id": "old", "connection": "Legacy-Customers"}]}""");
            return await Personal.JoinAsync(await TokenAsync(scope), await ProofAsync(await People.AccessTokenAsync(This), "auth0|old"));
        },
        ["Join accounts that are too large together, where `Linking:SizeLimit` is `Refuse`"] = scope => OnStageAsync(
            async (people, personal, client) =>
            {
                await client.InsertUserAsync($$"""{"user_id": "{{This}}", "user_metadata": {"a": "{{new string('a', 6_000)}}"} }""");
                await client.InsertUserAsync($$"""{"user_id": "{{Other}}", "user_metadata": {"b": "{{new string('b', 6_000)}}"} }""");
                var challenge = await personal.ChallengeAsync(await people.AccessTokenAsync(This));
                var token = await people.AccessTokenAsync(This, JsonMap.Empty.With("scope", scope).ToString());
                return await personal.JoinAsync(token, await people.IdTokenAsync(Other, challenge.Body.Text("nonce")));
            },
            ("Linking:SizeLimit", "Refuse")),
    };

    private Dictionary<string, Func<Task<ApiAnswer>>> Wrong => new(WrongTokens.Concat(WrongProofs).Concat(WrongRequests), StringComparer.Ordinal);

    private Dictionary<string, Func<Task<ApiAnswer>>> WrongTokens => new(StringComparer.Ordinal)
    {
        ["No access token"] = () => Personal.CandidatesAsync(token: null),
        ["An opaque access token"] = () => Personal.CandidatesAsync("xSbK9dWf0vQm3Zr8n1Tc7LpYhG2JeAuE"),
        ["An ID token in the header"] = async () => await Personal.CandidatesAsync(await People.IdTokenAsync(This, "n")),
        ["An access token for the Management API"] = () => AskAsync($$"""{"aud": "{{Sandbox.Tenant}}api/v2/"}"""),
        ["An access token for another API"] = () => AskAsync("""{"aud": ["https://other.example.com/"]}"""),
        ["A token of client credentials"] = () => AskAsync("""{"sub": "sandbox-client@clients", "gty": "client-credentials"}"""),
        ["A token of another tenant"] = async () => await Personal.CandidatesAsync(await ForgedAsync("""{"kid": "of-another-tenant"}""")),
        ["A token of the tenant's other domain"] = () => AskAsync("""{"iss": "https://login.example.com/"}"""),
        ["A token that is signed with HS256"] = async () => await Personal.CandidatesAsync(await ForgedAsync("""{"alg": "HS256"}""")),
        ["A token that was changed"] = async () => await Personal.CandidatesAsync(Changed(await People.AccessTokenAsync(This))),
        ["An access token that has expired"] = () => AskAsync($$"""{"exp": {{People.Now - 120}} }"""),
        ["An access token of more than an hour ago"] = () => AskAsync($$"""{"iat": {{People.Now - 4000}} }"""),
        ["An access token without the scope"] = async () => await Personal.ChallengeAsync(await TokenAsync("read:link_candidates")),
    };

    private Dictionary<string, Func<Task<ApiAnswer>>> WrongProofs => new(StringComparer.Ordinal)
    {
        ["An access token as the proof"] = async () => await Personal.JoinAsync(await People.AccessTokenAsync(This), await People.AccessTokenAsync(Other)),
        ["An opaque or encrypted token as the proof"] = async () => await Personal.JoinAsync(await People.AccessTokenAsync(This), "xSbK9dWf0vQm3Zr8n1Tc7LpYhG2JeAuE"),
        ["An ID token of another application"] = () => ProveAsync("""{"aud": "sandbox-other-app"}"""),
        ["A sign-in without a nonce"] = () => ProveAsync("""{"nonce": null}"""),
        ["A sign-in with a nonce of the application's own"] = () => ProveAsync("""{"nonce": "U1Z-OXJvaU5fLlZ"}"""),
        ["A sign-in without max_age"] = () => ProveAsync("""{"auth_time": null}"""),
        ["A sign-in of more than ten minutes ago"] = () => ProveAsync($$"""{"auth_time": {{People.Now - 700}} }"""),
        ["A sign-in before the challenge"] = () => ProveAsync($$"""{"auth_time": {{People.Now - 120}} }"""),
        ["A nonce that was used"] = async () =>
        {
            var (token, proof) = (await People.AccessTokenAsync(This), await ProofAsync());
            AssertEnded(await Personal.JoinAsync(token, proof), "linked", This);
            return await Personal.JoinAsync(token, proof);
        },
        ["A sign-in to the same account"] = () => ProveAsync($$"""{"sub": "{{This}}"}"""),
        ["A sign-in to another account than the chosen one"] = async () =>
        {
            await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
            var token = await People.AccessTokenAsync(This);
            return await Personal.JoinAsync(token, await ProofAsync(token, Third, await HandleAsync()));
        },
        ["A handle of another person or application, or an old one"] = async () => await Personal.ChallengeAsync(await People.AccessTokenAsync(Other), await HandleAsync()),
        ["A person of a connection that is not listed"] = async () =>
        {
            await Client.InsertUserAsync("""{"user_id": "oidc|partner-portal|1"}""");
            return await Personal.CandidatesAsync(await People.AccessTokenAsync("oidc|partner-portal|1"));
        },
        ["Going on with the old access token after joining"] = async () =>
        {
            AssertEnded(await ProveAsync(This, Other, "other"), "linked", Other, signInAgain: true);
            return await Personal.CandidatesAsync(await People.AccessTokenAsync(This));
        },
    };

    private Dictionary<string, Func<Task<ApiAnswer>>> WrongRequests => new(StringComparer.Ordinal)
    {
        ["Separating the main identity"] = async () =>
        {
            await JoinAsync();
            return await Personal.SeparateAsync(await People.AccessTokenAsync(This), This);
        },
        ["Separating the only identity"] = async () => await Personal.SeparateAsync(await People.AccessTokenAsync(This), This),
        ["Separating an identity of somebody else's"] = async () => await Personal.SeparateAsync(await People.AccessTokenAsync(This), Other),
        ["Asking for candidates, or separating, with a blocked account"] = async () =>
        {
            await Client.PatchAsync(This, """{"blocked": true}""");
            AssertRefused(await Personal.CandidatesAsync(await People.AccessTokenAsync(This)), 403, "account_blocked");
            return await Personal.SeparateAsync(await People.AccessTokenAsync(This), Other);
        },
        ["Asking too often"] = () => OnStageAsync(
            async (people, personal, _) =>
            {
                var token = await people.AccessTokenAsync("sms|1");
                for (var request = 0; request < 5; request++) await personal.ChallengeAsync(token);
                return await personal.ChallengeAsync(token);
            },
            ("SelfService:RequestsPerMinute", "5")),
        ["A service that is not set up for it"] = () => OnStageAsync(async (people, personal, _) => await personal.CandidatesAsync(await people.AccessTokenAsync(This)), ("Auth0:ApiAudience", "")),
        ["A service that only tries things out"] = () => OnStageAsync(async (people, personal, _) => await personal.SeparateAsync(await people.AccessTokenAsync(This), Other), ("Linking:DryRun", "true")),
    };

    private Task<string> TokenAsync(string scope) => People.AccessTokenAsync(This, JsonMap.Empty.With("scope", scope).ToString());

    private async Task<string> HandleAsync() =>
        (await Personal.CandidatesAsync(await People.AccessTokenAsync(This))).Json.GetProperty("candidates")[0].GetProperty("handle").GetString()!;

    private async Task<string> ProofAsync() => await ProofAsync(await People.AccessTokenAsync(This));

    private async Task<ApiAnswer> JoinWithAsync(string scope, string primary = "this") => await Personal.JoinAsync(await TokenAsync(scope), await ProofAsync(), primary);

    private async Task<ApiAnswer> AskAsync(string more) => await Personal.CandidatesAsync(await People.AccessTokenAsync(This, more));

    /// <summary>An ID token of the other account, all right but for this.</summary>
    private async Task<ApiAnswer> ProveAsync(string more)
    {
        var token = await People.AccessTokenAsync(This);
        return await Personal.JoinAsync(token, await People.IdTokenAsync(Other, (await Personal.ChallengeAsync(token)).Body.Text("nonce"), more));
    }

    private Task<string> ForgedAsync(string header) => People.SignAsync($$"""{"sub": "{{This}}", "aud": "{{People.Audience}}", "azp": "{{People.Application}}", "scope": "{{People.AllScopes}}"}""", header: header, byAnotherKey: true);

    private static string Changed(string token) => token.Split('.') is [var header, var claims, var signature] ? $"{header}.{claims}.{(signature[0] == 'A' ? 'B' : 'A')}{signature[1..]}" : token;

    private static async Task<ApiAnswer> OnStageAsync(Func<People, PersonalClient, SandboxClient, Task<ApiAnswer>> askAsync, params (string Name, string? Value)[] settings)
    {
        await using var stage = await Stage.StartAsync(settings);
        return await askAsync(new People(stage.Sandbox, stage.Client), new PersonalClient(stage.Sandbox.Service), stage.Client);
    }
}
