using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Client;

/// <summary>Talks to a sandbox over HTTP as anybody would: for the demo, and for tests that play the world around the service.</summary>
public sealed class SandboxClient(Uri tenant) : IDisposable
{
    /// <summary>It tells nobody what it asks: .NET's own traces of requests hold their addresses.</summary>
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = tenant };
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);

    public string Audience { get; } = $"{tenant.AbsoluteUri}{ManagementApiEndpoints.Prefix[1..]}/";

    /// <summary>A control call, <c>/sandbox/…</c>.</summary>
    public Task<ApiAnswer> ControlAsync(HttpMethod method, string path, string? json = null) =>
        SendAsync(method, $"{ControlEndpoints.Prefix}/{path}", json);

    public async Task<JsonMap> LogInAsync(string connection, string profile) =>
        (await ControlAsync(HttpMethod.Post, "logins", $$"""{"connection": "{{connection}}", "profile": {{profile}}}""")).Body;

    /// <summary>A login at an application that asks for something particular.</summary>
    /// <param name="authorize">As JSON: <c>client_id</c>, <c>audience</c>, <c>scope</c>, <c>nonce</c>, <c>max_age</c>, all optional.</param>
    public async Task<JsonMap> LogInAsync(string connection, string profile, string authorize) =>
        (await ControlAsync(HttpMethod.Post, "logins", $$"""{"connection": "{{connection}}", "profile": {{profile}}, "authorize": {{authorize}}}""")).Body;

    /// <summary>A token with exactly these claims, signed with the tenant's key.</summary>
    /// <param name="header">As JSON: members that replace those of the usual header; null leaves one out.</param>
    /// <param name="byAnotherKey">Signed with a key that the tenant never had.</param>
    public async Task<string> SignTokenAsync(string claims, string header = "{}", bool byAnotherKey = false)
    {
        var key = byAnotherKey ? "\"other\"" : "null";
        var answer = await ControlAsync(HttpMethod.Post, "tokens", $$"""{"claims": {{claims}}, "header": {{header}}, "key": {{key}}}""");
        return answer.Body.Text("token") ?? throw new InvalidOperationException($"No token: {answer.Text}");
    }

    /// <summary>From now on the tenant signs with another key.</summary>
    /// <param name="revoke">What the keys before it signed is good no more.</param>
    /// <returns>The id of the new key.</returns>
    public async Task<string> RotateKeysAsync(bool revoke = false) =>
        (await ControlAsync(HttpMethod.Post, "keys", revoke ? """{"revoke": true}""" : "{}")).Body.Text("kid") ?? throw new InvalidOperationException("The tenant has no new key.");

    public Task<ApiAnswer> RequestTokenAsync(string clientId, string clientSecret, string? audience = null) =>
        SendAsync(HttpMethod.Post, TokenEndpoint.Path, JsonMap.Empty
            .With("grant_type", "client_credentials")
            .With("client_id", clientId)
            .With("client_secret", clientSecret)
            .With("audience", audience ?? Audience)
            .ToString());

    /// <summary>A Management API call, <c>/api/v2/…</c>, with the token of a client of the seed file.</summary>
    public async Task<ApiAnswer> ManageAsync(HttpMethod method, string path, string? json = null, string client = "sandbox-admin")
    {
        var token = _tokens.TryGetValue(client, out var known) ? known : await NewTokenAsync(client);
        return await SendAsync(method, $"{ManagementApiEndpoints.Prefix}/{path}", json, $"Bearer {token}");
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? json = null, string? authorization = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (authorization is not null) request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> NewTokenAsync(string client)
    {
        var answer = await RequestTokenAsync(client, client == "sandbox-admin" ? "sandbox-admin-secret" : "sandbox-secret");
        return _tokens[client] = answer.Body.Text("access_token") ?? throw new InvalidOperationException($"No token for {client}: {answer.Status}");
    }
}
