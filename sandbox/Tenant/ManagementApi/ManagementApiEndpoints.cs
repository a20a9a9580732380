namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The route table of the Management API: the calls that account linking needs, and those that set up a test.</summary>
public static class ManagementApiEndpoints
{
    public const string Prefix = "/api/v2";

    public static void MapManagementApi(this IEndpointRouteBuilder routes, UserQueries queries, UserCommands commands, IdentityCommands identities, ClientCommands clients)
    {
        // A handler that takes only the context must be called a delegate, or its result would be thrown away.
        var users = routes.MapGroup($"{Prefix}/users");
        users.MapGet(string.Empty, queries.List).RequireScopes("read:users", "read:user_idp_tokens");
        users.MapPost(string.Empty, (Delegate)commands.CreateAsync).RequireScopes("create:users");
        users.MapGet("{id}", queries.Get).RequireScopes("read:users", "read:user_idp_tokens");
        users.MapPatch("{id}", (Delegate)commands.PatchAsync).RequireScopes("update:users", "update:users_app_metadata");
        users.MapDelete("{id}", commands.Delete).RequireScopes("delete:users");
        users.MapPost("{id}/identities", (Delegate)identities.LinkAsync).RequireScopes("update:users");
        users.MapDelete("{id}/identities/{provider}/{user_id}", identities.Unlink).RequireScopes("update:users");
        routes.MapPost($"{Prefix}/clients/{{id}}/rotate-secret", clients.RotateSecret).RequireScopes("update:client_keys");
        routes.MapGet($"{Prefix}/users-by-email", queries.ByEmail).RequireScopes("read:users");
    }

    private static void RequireScopes(this RouteHandlerBuilder route, params string[] anyOf) => route.WithMetadata(new RequiredScopes(anyOf));
}
