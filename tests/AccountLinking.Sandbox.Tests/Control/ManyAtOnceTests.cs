using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class ManyAtOnceTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const int Operations = 200;
    private const int AtOnce = 16;

    private static readonly string[] AllIdentities =
        [.. ((string[])["anna", "bo", "eva", "doris"]).SelectMany(person => (string[])[$"auth0|{person}", $"oidc|swedish-bankid|{person}"])];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_identity_stays_under_exactly_one_account(int seed)
    {
        var seeded = (await Client.ManageAsync(HttpMethod.Get, "users?fields=user_id")).Json.EnumerateArray()
            .Select(user => user.GetProperty("user_id").GetString()!).ToHashSet(StringComparer.Ordinal);
        foreach (var identity in AllIdentities) await Client.InsertUserAsync($$"""{"user_id": "{{identity}}"}""");
        var work = Draw(new Random(seed)).ToList();

        await Parallel.ForEachAsync(
            work,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (operation, _) => await operation());

        var held = (await Client.ManageAsync(HttpMethod.Get, "users?per_page=100")).Json.EnumerateArray()
            .SelectMany(user => user.GetProperty("identities").EnumerateArray())
            .Select(identity => $"{identity.GetProperty("provider")}|{identity.GetProperty("user_id")}")
            .Where(identity => !seeded.Contains(identity));
        Assert.Equal(AllIdentities.Order(StringComparer.Ordinal), held.Order(StringComparer.Ordinal));
    }

    private IEnumerable<Func<Task>> Draw(Random random)
    {
        for (var i = 0; i < Operations; i++)
        {
            var (one, other, value) = (random.GetItems(AllIdentities, 1)[0], random.GetItems(AllIdentities, 1)[0], i);
            yield return random.Next(4) switch
            {
                0 => () => LinkAsync(one, other),
                1 => () => UnlinkAsync(one, other),
                2 => () => PatchAsync(one, value),
                _ => () => LogInAsync(one),
            };
        }
    }

    private async Task LinkAsync(string primaryId, string secondaryId)
    {
        var (provider, id) = Split(secondaryId);
        var answer = await Client.LinkAsync(primaryId, $$"""{"provider": "{{provider}}", "user_id": "{{id}}"}""");
        AssertOneOf(answer, HttpStatusCode.Created, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.Conflict);
        if (answer.Status == HttpStatusCode.BadRequest) Assert.Equal("Main identity and the new one are the same.", answer.Body.Text("message"));
    }

    private async Task UnlinkAsync(string primaryId, string identityId)
    {
        var (provider, id) = Split(identityId);
        var answer = await Client.UnlinkAsync(primaryId, provider, id);
        AssertOneOf(answer, HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound);
        if (answer.Status == HttpStatusCode.BadRequest) Assert.Equal("Main identity cannot be removed.", answer.Body.Text("message"));
    }

    private async Task PatchAsync(string userId, int value) =>
        AssertOneOf(
            await Client.PatchAsync(userId, $$$"""{"app_metadata": {"value": {{{value}}}}}"""),
            HttpStatusCode.OK,
            HttpStatusCode.NotFound);

    /// <summary>
    /// A login fails, as Auth0's would, when its account is absorbed while the Action runs, or leaves the account again that the
    /// service named as the survivor; no other login does.
    /// </summary>
    private async Task LogInAsync(string identityId)
    {
        var (connection, sub) = (identityId.StartsWith("auth0|", StringComparison.Ordinal) ? "Username-Password-Authentication" : "swedish-bankid", identityId.Split('|')[^1]);
        var answer = await Client.ControlAsync(
            HttpMethod.Post, "logins", $$$"""{"connection": "{{{connection}}}", "profile": {"sub": "{{{sub}}}", "ssn": "196802020575"}}""");
        AssertOneOf(answer, HttpStatusCode.OK);
        if (answer.Body["id_token"].ValueKind == JsonValueKind.Null)
            Assert.Matches("^(Unable to construct login user|The identity used to authenticate the login is not among)", answer.Body.Error());
    }

    private static (string Provider, string Id) Split(string identityId) =>
        identityId.Split('|', 2) is [var provider, var id] ? (provider, id) : throw new ArgumentException("Not an identity.", nameof(identityId));

    private static void AssertOneOf(ApiAnswer answer, params HttpStatusCode[] documented) => Assert.Contains(answer.Status, documented);
}
