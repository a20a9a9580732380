using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>
/// One way of signing in to an account: Auth0's <c>identities[]</c> item. <see cref="ProfileData"/> is what the identity
/// provider says of a secondary identity; that of the main one stands at the root of the user.
/// </summary>
public sealed record Identity(string Provider, string UserId, string Connection, bool IsSocial, JsonMap? ProfileData = null)
{
    /// <summary>The user id that this identity has, or would have, as an account of its own.</summary>
    public string FullId => $"{Provider}|{UserId}";

    public JsonMap ToJson()
    {
        var json = JsonMap.Empty
            .With("connection", Connection)
            .With("provider", Provider)
            .With("user_id", UserId)
            .With("isSocial", IsSocial);
        return ProfileData is null ? json : json.With("profileData", ProfileData.ToElement());
    }
}
