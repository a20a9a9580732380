using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>A request whose body is broken on the way, as no client library sends it.</summary>
internal static class RawPost
{
    /// <param name="header">That says what is to come.</param>
    /// <param name="body">What comes.</param>
    public static async Task<ApiAnswer> SendAsync(Uri service, string path, string header, string body)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(service.Host, service.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{header}\r\n\r\n{body}"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(socket.GetStream());
        var status = (await LineAsync(reader)).Split(' ')[1];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (string line; (line = await LineAsync(reader)).Length > 0;)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return new ApiAnswer((HttpStatusCode)int.Parse(status, CultureInfo.InvariantCulture), headers, await BodyAsync(reader));
    }

    /// <summary>In chunks, as Kestrel sends what it does not know the length of.</summary>
    private static async Task<string> BodyAsync(StreamReader reader)
    {
        var body = new StringBuilder();
        while (int.Parse(await LineAsync(reader), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            var chunk = new char[length];
            await reader.ReadBlockAsync(chunk, TestContext.Current.CancellationToken);
            body.Append(chunk);
            await LineAsync(reader);
        }

        return body.ToString();
    }

    private static async Task<string> LineAsync(StreamReader reader) => await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The answer ended too early.");
}
