using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Tests.Crm;

/// <summary>Asks the CRM as the service does.</summary>
internal static class CrmCalls
{
    public const string Key = "sandbox-crm-key";

    public static Task<ApiAnswer> AskAsync(RunningSandbox sandbox, string phoneNumber, string path = "/", string? key = Key) =>
        SendAsync(sandbox, HttpMethod.Post, $$"""{"phoneNumber": "{{phoneNumber}}", "extended": true}""", path, key);

    public static async Task<ApiAnswer> SendAsync(RunningSandbox sandbox, HttpMethod method, string? body, string path = "/", string? key = Key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(sandbox.Crm, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Add("x-api-key", key);
        using var response = await http.SendAsync(request);
        var headers = response.Content.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }
}
