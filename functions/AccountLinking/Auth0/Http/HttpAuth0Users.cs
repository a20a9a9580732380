using System.Net;
using System.Text.Json;

namespace AccountLinking.Auth0.Http;

/// <summary>The Management API over HTTP: https://auth0.com/docs/api/management/v2.</summary>
internal sealed class HttpAuth0Users(Auth0Transport transport, AccessTokens tokens) : IAuth0Users
{
    /// <summary>Each is read again; a number that more accounts carry is not one to join by anyway.</summary>
    private const int MaxHits = 10;
    private const string Users = "api/v2/users";
    private const string UsersByEmail = "api/v2/users-by-email";
    private const string ReadScope = "read:users";
    private const string UpdateScope = "update:users";

    public async Task<Auth0User?> FindAsync(UserId id, RequestBudget budget)
    {
        const string Call = "GET /api/v2/users/{id}";
        var answer = await SendAsync(new Attempt(HttpMethod.Get, PathOf(id)), budget);
        if (answer.Status == HttpStatusCode.NotFound) return null;
        return answer.Succeeded && Auth0User.TryRead(answer.Body) is { } user ? user : throw Auth0Trouble.OfCall(answer, Call, ReadScope);
    }

    public async Task<IReadOnlyList<UserId>> SearchAsync(UserQuery query, RequestBudget budget)
    {
        const string Call = "GET /api/v2/users";
        // Only the ids are asked for: whatever else the index has may be stale, and is not to be believed.
        var answer = await SendAsync(
            new Attempt(HttpMethod.Get, $"{Users}?search_engine=v3&per_page={MaxHits}&fields=user_id&q={Uri.EscapeDataString(query.ToString())}"), budget);
        return answer.Succeeded && ReadHits(answer.Body) is { } hits ? hits : throw Auth0Trouble.OfCall(answer, Call, ReadScope);
    }

    public async Task<IReadOnlyList<Auth0User>> FindByEmailAsync(string email, RequestBudget budget)
    {
        const string Call = "GET /api/v2/users-by-email";
        var answer = await SendAsync(new Attempt(HttpMethod.Get, $"{UsersByEmail}?email={Uri.EscapeDataString(email)}"), budget);
        return answer.Succeeded && ReadUsers(answer.Body) is { } found ? found : throw Auth0Trouble.OfCall(answer, Call, ReadScope);
    }

    public async Task<bool> PatchMetadataAsync(UserId id, MetadataPatch patch, PatchPurpose purpose, RequestBudget budget)
    {
        if (patch.IsEmpty) throw new ArgumentException("Nothing to replace.", nameof(patch));
        var attempt = new Attempt(HttpMethod.Patch, PathOf(id)) { Effort = EffortFor(purpose) }.WithJson(
            new UserPatch(patch.UserMetadata, patch.AppMetadata), Auth0JsonContext.Default.UserPatch);
        var answer = await SendAsync(attempt, budget);
        if (answer.Status == HttpStatusCode.NotFound) return false;
        return answer.Succeeded ? true : throw Auth0Trouble.OfCall(answer, "PATCH /api/v2/users/{id}", UpdateScope);
    }

    public async Task<LinkAnswer> LinkAsync(UserId primary, UserIdentity secondary, string? connectionId, RequestBudget budget)
    {
        var attempt = new Attempt(HttpMethod.Post, $"{PathOf(primary)}/identities") { Effort = Effort.Link }.WithJson(
            new LinkIdentityRequest(secondary.Provider, secondary.Id, connectionId), Auth0JsonContext.Default.LinkIdentityRequest);
        var answer = await SendAsync(attempt, budget);
        if (answer.Succeeded) return LinkAnswer.Linked;
        // Auth0 documents 400 and 409; that it says 404 of an identity which was absorbed meanwhile is what users report.
        return answer.Status is HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.BadRequest && !answer.IsUnauthorized
            ? LinkAnswer.Refused
            : throw Auth0Trouble.OfCall(answer, "POST /api/v2/users/{id}/identities", UpdateScope);
    }

    public async Task<bool> UnlinkAsync(UserId primary, UserIdentity secondary, RequestBudget budget)
    {
        var path = $"{PathOf(primary)}/identities/{Uri.EscapeDataString(secondary.Provider)}/{Uri.EscapeDataString(secondary.Id)}";
        var answer = await SendAsync(new Attempt(HttpMethod.Delete, path) { Effort = Effort.Change }, budget);
        if (answer.Status == HttpStatusCode.NotFound) return false;
        return answer.Succeeded ? true : throw Auth0Trouble.OfCall(answer, "DELETE /api/v2/users/{id}/identities/{provider}/{user_id}", UpdateScope);
    }

    /// <summary>A token that Auth0 does not take is dropped and another one tried, once.</summary>
    private async Task<Auth0Answer> SendAsync(Attempt attempt, RequestBudget budget)
    {
        var token = await tokens.GetAsync(budget);
        var answer = await transport.SendAsync(attempt, token.Reveal(), budget);
        if (!answer.IsUnauthorized) return answer;
        tokens.Drop(token);
        token = await tokens.GetAsync(budget);
        return await transport.SendAsync(attempt, token.Reveal(), budget);
    }

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

    private static string PathOf(UserId id) => $"{Users}/{id.ToPathSegment()}";
}
