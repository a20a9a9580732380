using System.Net.Http.Headers;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.Webhooks;

/// <summary>A request of a person's own application, in a browser, with an access token; a test then spoils one part of it.</summary>
public sealed record BearerRequest
{
    /// <summary>Where the application is.</summary>
    public const string Origin = "https://app.example.com";

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    public string Path { get; init; } = "/api/me/link-candidates";

    /// <summary>Null: there is none.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Null: there is none.</summary>
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Those that every request has, as lines.</summary>
    public string HeaderLines => $"Origin: {Origin}\r\nAuthorization: Bearer {AccessToken}";

    public BearerRequest With(string json) => this with { Body = Encoding.UTF8.GetBytes(json) };

    /// <summary>With another value for one property of its body.</summary>
    public BearerRequest With(string name, string value) => With(JsonMap.Parse(Encoding.UTF8.GetString(Body!)).With(name, value).ToString());

    public async Task<ApiAnswer> SendAsync(Uri service)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(Method, new Uri($"{service.GetLeftPart(UriPartial.Authority)}{Path}"));
        request.Headers.Add("Origin", Origin);
        if (AccessToken is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(ContentType);
        }

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(answer.StatusCode, headers, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
