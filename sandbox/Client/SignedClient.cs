using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Client;

/// <summary>Asks a process of the service as the Action and operations do, signed by Standard Webhooks.</summary>
public sealed class SignedClient(Uri service, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = service };

    public string SigningSecret { get; init; } = ServiceDefaults.SigningSecret;

    public string OperationsSecret { get; init; } = ServiceDefaults.OperationsSecret;

    public Task<ApiAnswer> LinkAsync(string userId, string connection) => PostAsync(
        "/api/accounts/link", JsonMap.Empty.With("user_id", userId).With("connection", JsonMap.Empty.With("name", connection).ToElement()), SigningSecret);

    public Task<ApiAnswer> UnlinkAsync(string linkId) => PostAsync("/api/accounts/unlink", JsonMap.Empty.With("link_id", linkId), OperationsSecret);

    public Task<ApiAnswer> SyncAsync(string userId) => SyncUntilAsync(userId, CancellationToken.None);

    /// <param name="hangUp">When the caller has enough of waiting.</param>
    public Task<ApiAnswer> SyncUntilAsync(string userId, CancellationToken hangUp) => PostAsync("/api/crm/sync", JsonMap.Empty.With("user_id", userId), SigningSecret, hangUp);

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> PostAsync(string path, JsonMap content, string secret, CancellationToken hangUp = default)
    {
        var body = content.ToString();
        var (id, timestamp) = ($"msg_{Guid.NewGuid():n}", clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in new[] { ("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1,{signature}") }) request.Headers.Add(name, value);
        using var response = await _http.SendAsync(request, hangUp);
        return new ApiAnswer(response.StatusCode, response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase), await response.Content.ReadAsStringAsync(hangUp));
    }
}
