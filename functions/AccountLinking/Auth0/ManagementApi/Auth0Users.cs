using System.Net;
using System.Text.Json;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>Users and their identities, by the Management API, whichever client sends the calls.</summary>
internal sealed class Auth0Users(IManagementApi api, Auth0Calls calls, AccessTokens tokens) : IAuth0Users
{
    /// <summary>Each is read again; a number that more accounts carry is not one to join by anyway.</summary>
    private const int MaxHits = 10;

    public async Task<Auth0User?> FindAsync(UserId id, RequestBudget budget)
    {
        var call = new ManagementCall.GetUser(id);
        var answer = await SendAsync(call, budget);
        if (answer.Status == HttpStatusCode.NotFound) return null;
        return answer.Succeeded && Auth0User.TryRead(answer.Body) is { } user ? user : throw Auth0Trouble.OfCall(answer, call);
    }

    public async Task<IReadOnlyList<UserId>> SearchAsync(UserQuery query, RequestBudget budget)
    {
        var call = new ManagementCall.SearchUsers(query, MaxHits);
        var answer = await SendAsync(call, budget);
        return answer.Succeeded && ReadHits(answer.Body) is { } hits ? hits : throw Auth0Trouble.OfCall(answer, call);
    }

    public async Task<IReadOnlyList<Auth0User>> FindByEmailAsync(string email, RequestBudget budget)
    {
        var call = new ManagementCall.GetUsersByEmail(email);
        var answer = await SendAsync(call, budget);
        return answer.Succeeded && ReadUsers(answer.Body) is { } found ? found : throw Auth0Trouble.OfCall(answer, call);
    }

    public async Task<bool> PatchMetadataAsync(UserId id, MetadataPatch patch, PatchPurpose purpose, RequestBudget budget)
    {
        if (patch.IsEmpty) throw new ArgumentException("Nothing to replace.", nameof(patch));
        var call = new ManagementCall.UpdateUser(id, patch, EffortFor(purpose));
        var answer = await SendAsync(call, budget);
        if (answer.Status == HttpStatusCode.NotFound) return false;
        return answer.Succeeded ? true : throw Auth0Trouble.OfCall(answer, call);
    }

    public async Task<LinkAnswer> LinkAsync(UserId primary, UserIdentity secondary, string? connectionId, RequestBudget budget)
    {
        var call = new ManagementCall.LinkIdentity(primary, secondary, connectionId);
        var answer = await SendAsync(call, budget);
        if (answer.Succeeded) return LinkAnswer.Linked;
        // Auth0 documents 400 and 409; that it says 404 of an identity which was absorbed meanwhile is what users report.
        return answer.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.BadRequest && !answer.IsUnauthorized
            ? LinkAnswer.Refused
            : throw Auth0Trouble.OfCall(answer, call);
    }

    public async Task<bool> UnlinkAsync(UserId primary, UserIdentity secondary, RequestBudget budget)
    {
        var call = new ManagementCall.UnlinkIdentity(primary, secondary);
        var answer = await SendAsync(call, budget);
        if (answer.Status == HttpStatusCode.NotFound) return false;
        return answer.Succeeded ? true : throw Auth0Trouble.OfCall(answer, call);
    }

    /// <summary>A token that Auth0 does not take is dropped and another one tried, once.</summary>
    private async Task<Auth0Answer> SendAsync(ManagementCall call, RequestBudget budget)
    {
        var token = await tokens.GetAsync(budget);
        var answer = await SendAsync(call, token, budget);
        if (!answer.IsUnauthorized) return answer;
        tokens.Drop(token);
        return await SendAsync(call, await tokens.GetAsync(budget), budget, sent: 1);
    }

    private Task<Auth0Answer> SendAsync(ManagementCall call, AccessToken token, RequestBudget budget, int sent = 0) =>
        calls.SendAsync(call.Name, call.Effort, cancellation => api.SendAsync(call, token, cancellation), budget, sent);

    /// <summary>An account whose id cannot be put into a path safely cannot be read again, and so is nobody's twin.</summary>
    private static List<UserId>? ReadHits(JsonElement body) => body.ValueKind == JsonValueKind.Array
        ? [.. body.EnumerateArray().Select(hit => UserId.TryParse(Json.Text(hit, "user_id"), out var id) ? id : (UserId?)null).OfType<UserId>()]
        : null;

    /// <summary>The same goes for these.</summary>
    private static List<Auth0User>? ReadUsers(JsonElement body) => body.ValueKind == JsonValueKind.Array
        ? [.. body.EnumerateArray().Select(Auth0User.TryRead).OfType<Auth0User>()]
        : null;

    private static Effort EffortFor(PatchPurpose purpose) => purpose switch
    {
        PatchPurpose.Merge => Effort.Change,
        PatchPurpose.TakeBack => Effort.TakeBack,
        _ => Effort.Note,
    };
}
