using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Several accounts were joined at once, and a person separates one of them, and then another, whatever breaks off.</summary>
public sealed class SplitRecordTests : JournalTests
{
    private const string One = "auth0|one";
    private const string Two = "auth0|two";
    private const string Three = "auth0|three";

    private Stage _stage = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _stage = await StartAsync(("Linking:LinkAllMatches", "true"));
    }

    public override async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task One_whose_separation_came_to_nothing_goes_on_giving_what_it_has()
    {
        await JoinAllAsync();
        // The third read of the account: the record is split by then, and nothing else has begun.
        await _stage.Client.SetFaultAsync($$"""{"method": "GET", "path": "/api/v2/users/{{One}}", "delay_ms": 1, "times": 2}""");
        await _stage.Client.SetFaultAsync($$"""{"method": "GET", "path": "/api/v2/users/{{One}}", "status": 403, "times": 1}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync(Three)).Status);

        Assert.Equal(HttpStatusCode.OK, (await SeparateAsync(Two)).Status);

        Assert.Contains(Three, await _stage.Client.IdentitiesAsync(One));
        ApiAssert.JsonEqual("""{"k": 7}""", (await _stage.Client.ReadUserAsync(One))["user_metadata"]);
    }

    /// <summary>The process died before it could say of the one record that it has become two.</summary>
    [Fact]
    public async Task What_was_separated_does_not_come_back_with_the_next_separation()
    {
        var file = Path.Combine(Folder, "records", await JoinAllAsync());
        var before = await File.ReadAllBytesAsync(file, Cancellation);
        Assert.Equal(HttpStatusCode.OK, (await SeparateAsync(Three)).Status);
        await File.WriteAllBytesAsync(file, before, Cancellation);

        Assert.Equal(HttpStatusCode.OK, (await SeparateAsync(Two)).Status);

        Assert.DoesNotContain(Three, await _stage.Client.IdentitiesAsync(One));
        Assert.DoesNotContain("\"k\"", (await _stage.Client.ReadUserAsync(One)).ToString(), StringComparison.Ordinal);
    }

    private async Task<ApiAnswer> SeparateAsync(string identity) => await new PersonalClient(_stage.Sandbox.Service).SeparateAsync(await new People(_stage.Sandbox, _stage.Client).AccessTokenAsync(One), identity);

    /// <returns>The id of the link.</returns>
    private async Task<string> JoinAllAsync()
    {
        foreach (var (id, year, metadata) in ((string, int, string)[])[(One, 2018, "{}"), (Two, 2019, """{"k": 5}"""), (Three, 2020, """{"k": 7}""")])
        {
            await _stage.Client.InsertUserAsync(
                $$"""{"user_id": "{{id}}", "created_at": "{{year}}-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Stage.Number}}"}, "user_metadata": {{metadata}} }""");
        }

        await _stage.Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "{{Stage.Number}}"}""");
        return (await _stage.Service.LinkAsync(Anna)).Body.Text("link_id")!;
    }
}
