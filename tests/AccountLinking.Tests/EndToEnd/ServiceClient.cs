using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Asks the service as the Action does. The signature is made here, by the standard's text, and not by the code under test.</summary>
public sealed class ServiceClient(Uri service) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = service };

    public Task<ApiAnswer> LinkAsync(string userId, string connection = "swedish-bankid", string? connectionId = null) => PostAsync(
        $$"""{"user_id": {{Quote(userId)}}, "connection": {"name": {{Quote(connection)}}{{(connectionId is null ? "" : $", \"id\": {Quote(connectionId)}")}}} }""");

    public async Task<ApiAnswer> PostAsync(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var (id, timestamp) = ("msg_1", DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/link") { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Sign(id, timestamp, bytes)}");
        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _http.Dispose();

    private static string Sign(string id, string timestamp, byte[] body)
    {
        var key = Convert.FromBase64String(ServiceDefaults.SigningSecret["whsec_".Length..]);
        return Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
