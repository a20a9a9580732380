using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Http;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using Auth0.ManagementApi;
using Auth0.ManagementApi.Users;
using Microsoft.Extensions.Options;

namespace AccountLinking.Functions.Auth0Sdk;

/// <summary>
/// The Management API by Auth0's SDK. It makes the requests; the token, the time, the repetitions and the reading of the answers are the service's, because the
/// SDK waits up to a minute and repeats the POST of an identity blindly.
/// </summary>
internal sealed class SdkManagementApi(IHttpMessageHandlerFactory handlers, IOptions<Auth0Options> options, TimeProvider clock) : IManagementApi
{
    private readonly ManagementApiClient _auth0 = new ManagementApiClient(
        token: string.Empty, new ClientOptions { BaseUrl = $"{options.Value.BaseAddress.AbsoluteUri}api/v2", MaxRetries = 0 });

    public async Task<Auth0Answer> SendAsync(ManagementCall call, AccessToken token, CancellationToken cancellation)
    {
        var keeper = new AnswerKeeper(handlers.CreateHandler(nameof(Auth0Http)), clock);
        using var http = new HttpClient(keeper, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd(Auth0Http.UserAgent);
        try
        {
            await SendAsync(call, OptionsFor(token, http), cancellation);
        }
        catch (Exception) when (keeper.Answer is not null)
        {
            // To the SDK every answer but the one that it expects is a failure.
        }

        var answer = keeper.Answer ?? throw new InvalidOperationException("Auth0's SDK ended without having asked.");
        return call is ManagementCall.SearchUsers ? answer with { Body = UsersOf(answer.Body) } : answer;
    }

    private static RequestOptions OptionsFor(AccessToken token, HttpClient http) => new()
    {
        HttpClient = http,
        MaxRetries = 0,
        // The caller's token ends it.
        Timeout = Timeout.InfiniteTimeSpan,
        AdditionalHeaders = [new KeyValuePair<string, string?>("Authorization", $"Bearer {token.Reveal()}")],
    };

    private async Task SendAsync(ManagementCall call, RequestOptions request, CancellationToken cancellation)
    {
        switch (call)
        {
            case ManagementCall.GetUser get:
                await _auth0.Users.GetAsync(Spelled(get.Id), new GetUserRequestParameters(), request, cancellation);
                break;
            case ManagementCall.SearchUsers search:
                await _auth0.Users.ListAsync(ParametersOf(search), request, cancellation);
                break;
            case ManagementCall.GetUsersByEmail get:
                await _auth0.Users.ListUsersByEmailAsync(new ListUsersByEmailRequestParameters { Email = Spelled(get.Email) }, request, cancellation);
                break;
            case ManagementCall.UpdateUser update:
                await _auth0.Users.UpdateAsync(Spelled(update.Id), ContentOf(update.Patch), request, cancellation);
                break;
            case ManagementCall.LinkIdentity link:
                await _auth0.Users.Identities.LinkAsync(Spelled(link.Primary), ContentOf(link), request, cancellation);
                break;
            case ManagementCall.UnlinkIdentity unlink:
                await _auth0.Users.Identities.DeleteAsync(Spelled(unlink.Primary), new UserIdentityProviderEnum(Spelled(unlink.Secondary.Provider)), Spelled(unlink.Secondary.Id), request, cancellation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(call));
        }
    }

    /// <summary>One page is one call; whoever enumerates goes on to the next. Without totals the SDK cannot read its own answer.</summary>
    private static ListUsersRequestParameters ParametersOf(ManagementCall.SearchUsers search) => new()
    {
        Q = search.Query is { } query ? Spelled(query.ToString()) : null,
        SearchEngine = SearchEngineVersionsEnum.V3,
        PerPage = search.MaxHits,
        Fields = search.Fields,
    };

    private static UpdateUserRequestContent ContentOf(MetadataPatch patch) => new()
    {
        UserMetadata = MapOf(patch.UserMetadata),
        AppMetadata = MapOf(patch.AppMetadata),
    };

    private static LinkUserIdentityRequestContent ContentOf(ManagementCall.LinkIdentity link) => new()
    {
        Provider = new UserIdentityProviderEnum(link.Secondary.Provider),
        UserId = global::Auth0.ManagementApi.UserId.FromString(link.Secondary.Id),
        ConnectionId = link.ConnectionId,
    };

    /// <summary>Null is left out, and a key whose value is null is sent, which removes it.</summary>
    private static Dictionary<string, object?>? MapOf(JsonObject? metadata) =>
        metadata?.ToDictionary(entry => entry.Key, entry => entry.Value is { } value ? new VerbatimJson(value) : (object?)null, StringComparer.Ordinal);

    /// <summary>With totals Auth0 wraps the users up.</summary>
    private static JsonElement UsersOf(JsonElement body) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("users", out var users) ? users : body;

    private static string Spelled(AccountLinking.Auth0.UserId id) => Spelled(id.ToString());

    /// <summary>The SDK encodes each half of such a character by itself, and would ask for another account.</summary>
    private static string Spelled(string text) => text.Any(char.IsSurrogate)
        ? throw new Auth0Exception(TroubleCode.Rejected, "Auth0's SDK cannot ask for an id or address with a character like an emoji in it: set Auth0:Client to Http.")
        : text;
}
