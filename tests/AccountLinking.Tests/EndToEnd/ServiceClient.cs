using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.Webhooks;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Asks the service as the Action does.</summary>
public sealed class ServiceClient(Uri service)
{
    public Task<ApiAnswer> LinkAsync(string userId, string connection = "swedish-bankid", string? connectionId = null) =>
        PostAsync(JsonSerializer.Serialize(new { user_id = userId, connection = new { name = connection, id = connectionId } }));

    public Task<ApiAnswer> PostAsync(string body) => new SignedPost { Body = Encoding.UTF8.GetBytes(body) }.SendAsync(service);
}
