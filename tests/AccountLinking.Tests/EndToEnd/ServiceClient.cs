using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Webhooks;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Asks the service as the Action does.</summary>
public sealed class ServiceClient(Uri service)
{
    public Task<ApiAnswer> LinkAsync(string userId, string connection = "swedish-bankid", string? connectionId = null) => PostAsync(BodyOf(userId, connection, connectionId));

    /// <param name="hangUp">When the caller has enough of waiting.</param>
    public Task<ApiAnswer> LinkUntilAsync(string userId, CancellationToken hangUp) =>
        Signed(BodyOf(userId, "swedish-bankid", connectionId: null)).SendUntilAsync(service, hangUp);

    public Task<ApiAnswer> PostAsync(string body) => Signed(body).SendAsync(service);

    /// <summary>As operations do.</summary>
    public Task<ApiAnswer> UnlinkAsync(string linkId, bool? allowRelink = null, string secret = ServiceDefaults.OperationsSecret) =>
        UnlinkByAsync(allowRelink is { } allow ? $$"""{"link_id": "{{linkId}}", "allow_relink": {{(allow ? "true" : "false")}} }""" : $$"""{"link_id": "{{linkId}}"}""", secret);

    public Task<ApiAnswer> UnlinkByAsync(string body, string secret = ServiceDefaults.OperationsSecret) =>
        new SignedPost { Path = "/api/accounts/unlink", Secret = secret, Body = Encoding.UTF8.GetBytes(body) }.SendAsync(service);

    private static SignedPost Signed(string body) => new() { Body = Encoding.UTF8.GetBytes(body) };

    private static string BodyOf(string userId, string connection, string? connectionId) =>
        JsonSerializer.Serialize(new { user_id = userId, connection = new { name = connection, id = connectionId } });
}
