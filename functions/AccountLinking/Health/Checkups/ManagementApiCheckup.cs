using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Health.Checkups;

/// <summary>Whether the Management API takes the token, by a look at the connections of some accounts.</summary>
internal sealed class ManagementApiCheckup(IManagementApi api, Auth0Calls calls)
{
    public const string ManagementApi = "management_api";

    private const int SampleSize = 50;

    /// <returns>The connections that the accounts are of, and the provider of each.</returns>
    /// <exception cref="Auth0Exception">It does not.</exception>
    public async Task<(IReadOnlyDictionary<string, string> Sample, Finding Found)> ExamineAsync(AccessToken token, RequestBudget budget)
    {
        var call = new ManagementCall.SearchUsers(Query: null, SampleSize, ManagementCall.SearchUsers.Identities);
        var answer = await calls.SendAsync(call.Name, call.Effort, cancellation => api.SendAsync(call, token, cancellation), budget);
        if (!answer.Succeeded || answer.Body.ValueKind != JsonValueKind.Array) throw Auth0Trouble.OfCall(answer, call);
        return (SeenConnections.In(answer.Body), Finding.Pass(ManagementApi, $"The Management API answers{(answer.Headroom is { } room ? $"; {room.Remaining} of {room.Limit} calls are left at this moment" : string.Empty)}."));
    }
}
