using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Many logins of one person at once, through one process and through two over one journal.</summary>
public sealed class AtOnceTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";

    public static TheoryData<int, bool> Crowds => new() { { 2, false }, { 10, false }, { 50, false }, { 2, true }, { 10, true }, { 50, true } };

    [Theory]
    [MemberData(nameof(Crowds))]
    public async Task The_same_login_ends_as_one_account_with_the_metadata_of_both(int count, bool inTwoProcesses)
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");

        var answers = await AskAsync(Enumerable.Repeat(Newcomer, count), inTwoProcesses);

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.OK, Hand), (answer.Status, answer.Body.Text("primary_user_id"))));
        Assert.Single(answers, answer => answer.Body.Text("outcome") == "linked");
        Assert.Equal(count - 1, answers.Count(answer => answer.Body.Text("outcome") == "already_linked"));
        Assert.Equal([Hand, Newcomer], await IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"language": "sv", "theme": "dark"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
        Assert.Single(await CallsAsync(), call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(10, true)]
    public async Task Newcomers_of_one_person_all_end_in_one_account_with_the_metadata_of_all(int count, bool inTwoProcesses)
    {
        await InsertHandMadeAsync();
        string[] newcomers = [.. Enumerable.Range(0, count).Select(number => $"oidc|swedish-bankid|anna{number}")];
        foreach (var newcomer in newcomers) await InsertNewcomerAsync($$$""", "user_metadata": {"{{{newcomer.Replace('|', '_')}}}": true}""", id: newcomer);

        var answers = await AskAsync(newcomers, inTwoProcesses);

        Assert.All(answers, answer => AssertAnswer(answer, "linked", Hand));
        Assert.Equal(newcomers.Append(Hand).Order(StringComparer.Ordinal), (await IdentitiesAsync(Hand)).Order(StringComparer.Ordinal));
        var metadata = (await Client.ReadUserAsync(Hand))["user_metadata"];
        Assert.Equal(newcomers.Select(newcomer => newcomer.Replace('|', '_')).Append("language").Order(StringComparer.Ordinal), JsonMap.From(metadata).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(50)]
    public async Task Logins_through_the_Action_all_come_in_as_the_account_that_survives(int count)
    {
        await InsertHandMadeAsync();

        var logins = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Client.LogInAsync("swedish-bankid", $$"""{"sub": "anna", "ssn": "{{Number}}"}""")));

        Assert.All(logins, login =>
        {
            login.AssertSucceeded();
            Assert.Empty(login.Logs());
            Assert.Equal(Hand, login.Claim("sub").GetString());
        });
        Assert.Equal([Hand, Newcomer], await IdentitiesAsync(Hand));
    }

    /// <summary>Every second one of another process, if there are two.</summary>
    private async Task<ApiAnswer[]> AskAsync(IEnumerable<string> users, bool inTwoProcesses)
    {
        using var other = inTwoProcesses ? await ServiceProcess.StartAsync(Sandbox.Tenant, Sandbox.Journal) : null;
        ServiceClient[] services = other is null ? [Service] : [Service, new ServiceClient(new Uri(other.Address))];
        return await Task.WhenAll(users.Select((user, index) => services[index % services.Length].LinkAsync(user)));
    }
}
