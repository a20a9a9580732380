using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.Webhooks;

/// <summary>A request to the service, signed by the standard's text; a test then spoils one part of it.</summary>
public sealed record SignedPost
{
    public byte[] Body { get; init; } = Encoding.UTF8.GetBytes("""{"user_id": "auth0|nobody", "connection": {"name": "swedish-bankid"}}""");

    /// <summary>What is signed where it is not the body that is sent.</summary>
    public byte[]? SignedBody { get; init; }

    public string Secret { get; init; } = ServiceDefaults.SigningSecret;

    public string Path { get; init; } = "/api/accounts/link";

    public string Id { get; init; } = "msg_1";

    public string Timestamp { get; init; } = Seconds(DateTimeOffset.UtcNow);

    public string? ContentType { get; init; } = "application/json";

    /// <summary>Without a length in front: the server finds out.</summary>
    public bool IsChunked { get; init; }

    /// <summary>In place of the header that the request would have; null leaves it out, several are sent as several lines.</summary>
    public IReadOnlyDictionary<string, string[]?> Headers { get; init; } = new Dictionary<string, string[]?>(StringComparer.Ordinal);

    public static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public string Sign(string? secret = null)
    {
        var key = Convert.FromBase64String((secret ?? Secret)["whsec_".Length..]);
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{Id}.{Timestamp}."), .. SignedBody ?? Body]))}";
    }

    public Task<ApiAnswer> SendAsync(Uri service) => SendUntilAsync(service, CancellationToken.None);

    /// <param name="hangUp">When the caller has enough of waiting.</param>
    public async Task<ApiAnswer> SendUntilAsync(Uri service, CancellationToken hangUp)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service, Path)) { Content = new ByteArrayContent(Body) };
        if (ContentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.TransferEncodingChunked = IsChunked;
        var headers = new Dictionary<string, string[]?>(StringComparer.Ordinal) { ["webhook-id"] = [Id], ["webhook-timestamp"] = [Timestamp], ["webhook-signature"] = [Sign()] };
        foreach (var (name, values) in Headers) headers[name] = values;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values ?? []) request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, hangUp);
        var answered = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, answered, await response.Content.ReadAsStringAsync(hangUp));
    }
}
