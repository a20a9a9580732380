using System.Net.Http.Headers;
using System.Net.Http.Json;
using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Auth0.Http;

/// <summary>The Management API over HTTP, without a library of Auth0's.</summary>
internal sealed class HttpManagementApi(Auth0Http http) : IManagementApi
{
    private const string Users = "api/v2/users";
    private const string UsersByEmail = "api/v2/users-by-email";

    public async Task<Auth0Answer> SendAsync(ManagementCall call, AccessToken token, CancellationToken cancellation)
    {
        using var request = RequestOf(call);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        return await http.SendAsync(request, cancellation);
    }

    private static HttpRequestMessage RequestOf(ManagementCall call) => call switch
    {
        ManagementCall.GetUser get => new(HttpMethod.Get, PathOf(get.Id)),
        ManagementCall.SearchUsers search => new(
            HttpMethod.Get, $"{Users}?search_engine=v3&per_page={search.MaxHits}&fields={search.Fields}{(search.Query is { } query ? $"&q={Uri.EscapeDataString(query.ToString())}" : string.Empty)}"),
        ManagementCall.GetUsersByEmail get => new(HttpMethod.Get, $"{UsersByEmail}?email={Uri.EscapeDataString(get.Email)}"),
        ManagementCall.UpdateUser update => new(HttpMethod.Patch, PathOf(update.Id))
        {
            Content = JsonContent.Create(new UserPatch(update.Patch.UserMetadata, update.Patch.AppMetadata), Auth0JsonContext.Default.UserPatch),
        },
        ManagementCall.LinkIdentity link => new(HttpMethod.Post, $"{PathOf(link.Primary)}/identities")
        {
            Content = JsonContent.Create(new LinkIdentityRequest(link.Secondary.Provider, link.Secondary.Id, link.ConnectionId), Auth0JsonContext.Default.LinkIdentityRequest),
        },
        ManagementCall.UnlinkIdentity unlink => new(
            HttpMethod.Delete, $"{PathOf(unlink.Primary)}/identities/{Uri.EscapeDataString(unlink.Secondary.Provider)}/{Uri.EscapeDataString(unlink.Secondary.Id)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(call)),
    };

    private static string PathOf(UserId id) => $"{Users}/{id.ToPathSegment()}";
}
