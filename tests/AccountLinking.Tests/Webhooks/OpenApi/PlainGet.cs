using AccountLinking.Sandbox.Client;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>A request that nobody signs.</summary>
internal static class PlainGet
{
    /// <param name="tag">Of what the asker has.</param>
    public static async Task<ApiAnswer> SendAsync(Uri service, string path, string? tag = null)
    {
        using var http = new HttpClient { BaseAddress = service };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null) request.Headers.Add("If-None-Match", tag);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(answer.StatusCode, headers, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
