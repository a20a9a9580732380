using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>https://auth0.com/docs/api/management/v2/clients/post-rotate-secret</summary>
public sealed class ClientCommands(ClientApplications clients)
{
    public IResult RotateSecret(string id)
    {
        var client = clients.RotateSecret(id) ?? throw new ManagementApiException(404, "The client does not exist", "inexistent_client");
        return JsonResult.Of(JsonMap.Empty.With("client_id", client.ClientId).With("client_secret", client.ClientSecret));
    }
}
