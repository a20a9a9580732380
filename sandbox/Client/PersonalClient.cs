using System.Net.Http.Headers;
using System.Text;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Client;

/// <summary>Asks the service as a person's own application does, with that person's access token.</summary>
public sealed class PersonalClient(Uri service)
{
    public Task<ApiAnswer> CandidatesAsync(string? token) => SendAsync(HttpMethod.Get, "link-candidates", token);

    /// <param name="handle">Of the account that the person has chosen; null: none.</param>
    public Task<ApiAnswer> ChallengeAsync(string? token, string? handle = null) =>
        SendAsync(HttpMethod.Post, "link-challenges", token, JsonMap.Empty.With("handle", JsonValue.From(handle)).ToString());

    /// <param name="primary">Which account survives: <c>this</c> or <c>other</c>.</param>
    public Task<ApiAnswer> JoinAsync(string? token, string idToken, string primary = "this") =>
        SendAsync(HttpMethod.Post, "identities", token, JsonMap.Empty.With("id_token", idToken).With("primary", primary).ToString());

    /// <param name="identity">As a user id.</param>
    public Task<ApiAnswer> SeparateAsync(string? token, string identity)
    {
        var pipe = identity.IndexOf('|', StringComparison.Ordinal);
        return SendAsync(HttpMethod.Delete, $"identities/{Uri.EscapeDataString(identity[..pipe])}/{Uri.EscapeDataString(identity[(pipe + 1)..])}", token);
    }

    /// <param name="path">Under <c>/api/me/</c>.</param>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? token, string? json = null, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(service, $"/api/me/{path}"));
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        var all = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(answer.StatusCode, all, await answer.Content.ReadAsStringAsync());
    }
}
