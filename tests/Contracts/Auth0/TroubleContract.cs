using AccountLinking.Auth0;

namespace AccountLinking.Contracts.Auth0;

/// <summary>What Auth0 may answer instead of the work, and what the service makes of it.</summary>
public abstract class TroubleContract<TClient>(SandboxFixture fixture) : Auth0UsersContract<TClient>(fixture)
    where TClient : IClient
{
    private const string Marker = "do-not-pass-on-196802020575";
    private static readonly MetadataPatch Change = new(userMetadata: null, new System.Text.Json.Nodes.JsonObject { ["x"] = 1 });
    private static readonly UserIdentity Bo = new("google-oauth2", "108204268033311374519", "google-oauth2", default);

    [Theory]
    [MemberData(nameof(TroubleCases.All), MemberType = typeof(TroubleCases))]
    public async Task Has_a_code_tells_nothing_personal_and_is_tried_just_so_often(string call, string fault, string code, int? status, bool mayHaveTakenEffect, int times)
    {
        await FindAsync();
        await ForgetCallsAsync();
        await SetFaultAsync(fault.Replace("MARKER", Marker, StringComparison.Ordinal)[..^1] + """, "path": "/api/v2/*", "times": 20}""");
        using var budget = Budget(CancellationToken.None);

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(() => SendAsync(call, budget));

        Assert.Equal((code, status, mayHaveTakenEffect), (trouble.Code, trouble.Status, trouble.MayHaveTakenEffect));
        Assert.DoesNotContain(Marker, trouble.ToString(), StringComparison.Ordinal);
        Assert.Equal(times, (await PathsAsync()).Length);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("patch")]
    [InlineData("unlink")]
    public async Task Of_an_account_that_is_not_there_is_none(string call)
    {
        await FindAsync();
        await SetFaultAsync("""{"path": "/api/v2/*", "status": 404, "body": {"statusCode": 404, "error": "Not Found", "message": "The user does not exist.", "errorCode": "inexistent_user"}}""");
        using var budget = Budget(CancellationToken.None);

        Assert.Equal(call == "get" ? null : false, await SendAsync(call, budget));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task That_says_no_to_a_link_for_good_is_an_answer(int status)
    {
        await FindAsync();
        await SetFaultAsync($$"""{"path": "/api/v2/*", "status": {{status}}, "body": {"statusCode": {{status}}, "message": "no"} }""");
        using var budget = Budget(CancellationToken.None);

        Assert.Equal(LinkAnswer.Refused, await SendAsync("link", budget));
    }

    [Theory]
    [InlineData("get")]
    [InlineData("search")]
    [InlineData("by-email")]
    [InlineData("patch")]
    [InlineData("unlink")]
    public async Task That_passes_is_waited_for_as_long_as_Auth0_says(string call)
    {
        await FindAsync();
        await ForgetCallsAsync();
        await SetFaultAsync("""{"path": "/api/v2/*", "status": 429, "headers": {"retry-after": "1"}, "times": 1}""");
        using var budget = Budget(CancellationToken.None);

        await SendAsync(call, budget);

        Assert.Equal(2, (await PathsAsync()).Length);
    }

    private async Task<object?> SendAsync(string call, RequestBudget budget) => call switch
    {
        "get" => await Users.FindAsync(Astrid, budget),
        "search" => await Users.SearchAsync(UserQuery.AppMetadata("plan", "gold"), budget),
        "by-email" => await Users.FindByEmailAsync("anna@example.com", budget),
        "patch" => await Users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Merge, budget),
        "link" => await Users.LinkAsync(Astrid, Bo, connectionId: null, budget),
        _ => await Users.UnlinkAsync(Astrid, Bo, budget),
    };
}
