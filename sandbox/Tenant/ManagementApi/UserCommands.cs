using System.Security.Cryptography;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The calls that create, change and delete users.</summary>
public sealed class UserCommands(UserStore users, Connections connections, TimeProvider clock)
{
    private static readonly string[] UniqueAttributes = ["email", "phone_number", "username"];

    public async Task<IResult> CreateAsync(HttpContext context)
    {
        var body = await context.Request.ReadObjectAsync();
        UserPayload.ValidateCreate(body);
        var connection = connections.Named(body.Text("connection")!) ?? throw ManagementApiException.InexistentConnection();
        var created = NewUser.Create(body, connection, SubjectOf(body), clock.GetUtcNow());
        return users.Use(accounts =>
        {
            if (accounts.FindHolder(created.UserId) is not null || UniqueAttributes.Any(name => IsTaken(accounts, created, name)))
                throw ManagementApiException.UserExists();
            accounts.Put(created);
            return JsonResult.Of(created.ToJson(), StatusCodes.Status201Created);
        });
    }

    public async Task<IResult> PatchAsync(HttpContext context)
    {
        var userId = UserPath.UserId(context);
        var body = await context.Request.ReadObjectAsync();
        UserPayload.ValidateUpdate(body);
        return users.Use(accounts =>
        {
            var user = accounts.Find(userId) ?? throw ManagementApiException.InexistentUser();
            var changed = UserPatch.Apply(user, body, connections, clock.GetUtcNow());
            if (UniqueAttributes.FirstOrDefault(name => body.ContainsKey(name) && IsTaken(accounts, changed, name)) is { } taken)
                throw ManagementApiException.AttributeTaken(taken);
            accounts.Put(changed);
            return JsonResult.Of(changed.ToJson());
        });
    }

    /// <summary>Deleting who is not there succeeds too. An account goes with all the identities linked to it.</summary>
    public IResult Delete(HttpContext context)
    {
        var userId = UserPath.UserId(context);
        users.Use(accounts =>
        {
            accounts.Remove(userId);
            return true;
        });
        return Results.NoContent();
    }

    /// <summary>Unique within a connection, not across connections.</summary>
    private static bool IsTaken(Accounts accounts, TenantUser user, string attribute) =>
        user.Attributes.Text(attribute) is { } value && accounts.All.Values.Any(other =>
            other.UserId != user.UserId && other.MainIdentity.Connection == user.MainIdentity.Connection && other.Attributes.IsText(attribute, value));

    private static string SubjectOf(JsonMap body) =>
        body.Text("user_id") is { Length: > 0 } chosen ? chosen : RandomNumberGenerator.GetHexString(24, lowercase: true);
}
