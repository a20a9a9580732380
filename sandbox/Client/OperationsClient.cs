using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Client;

/// <summary>Asks the service as operations do, signed by Standard Webhooks.</summary>
public static class OperationsClient
{
    public static async Task<ApiAnswer> UnlinkAsync(Uri service, string linkId, DateTimeOffset now)
    {
        var body = $$"""{"link_id": "{{linkId}}"}""";
        var (id, timestamp) = ($"msg_{Guid.NewGuid():n}", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var key = Convert.FromBase64String(ServiceDefaults.OperationsSecret["whsec_".Length..]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, "/api/accounts/unlink")) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in new[] { ("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1,{signature}") }) request.Headers.Add(name, value);
        using var response = await http.SendAsync(request);
        return new ApiAnswer(response.StatusCode, response.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase), await response.Content.ReadAsStringAsync());
    }
}
