using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Logins;

/// <summary>Finds, creates and updates the account that a login comes in as, before any Action runs.</summary>
public static class AccountOfLogin
{
    /// <summary>The loopback address: the sandbox has no other callers.</summary>
    public const string Ip = "127.0.0.1";

    /// <summary>
    /// The account that holds the identity, be it as its main or as a linked one; a new one where none does. The identity
    /// provider's claims land at the root of the user for the main identity, in <c>profileData</c> for a linked one.
    /// </summary>
    /// <exception cref="FieldException">The identity belongs to another connection.</exception>
    public static TenantUser SignIn(Accounts accounts, LoginRequest request, DateTimeOffset now)
    {
        var identity = request.Connection.IdentityOf(request.Subject);
        var claims = Normalised(request);
        var user = accounts.FindHolder(identity.FullId) is { } holder ? Updated(holder, identity, claims) : New(identity, request.Subject, claims, now);
        var counted = Counted(user, now);
        accounts.Put(counted);
        return counted;
    }

    private static TenantUser New(Identity identity, string subject, JsonMap claims, DateTimeOffset now) =>
        new(identity.FullId, NewAccount.Attributes(claims, subject, now), [identity], UserMetadata: null, JsonMap.Empty);

    /// <summary>Auth0's own user store keeps addresses in lower case; a code sent by SMS has proven the number.</summary>
    private static JsonMap Normalised(LoginRequest request)
    {
        var claims = request.Claims;
        if (request.Connection.IsDatabase && claims.Text("email") is { } email) claims = claims.With("email", email.ToLowerInvariant());
        if (request.Connection.IsPasswordless && claims.ContainsKey("phone_number") && !claims.ContainsKey("phone_verified"))
            claims = claims.With("phone_verified", true);
        return claims;
    }

    private static TenantUser Updated(TenantUser holder, Identity signedIn, JsonMap claims)
    {
        var known = holder.FindIdentity(signedIn.FullId)!;
        if (known.Connection != signedIn.Connection)
            throw new FieldException($"'profile.sub' is that of {known.FullId}, which belongs to the connection '{known.Connection}'.");
        // Nothing is said of the person: it is somebody whom the tenant knows already.
        if (claims.Count == 0) return holder;
        if (holder.UserId == signedIn.FullId) return holder with { Attributes = Renewed(holder.Attributes, claims) };
        var current = known with { ProfileData = Renewed(known.ProfileData ?? JsonMap.Empty, claims) };
        return holder with { Identities = holder.Identities.Replace(known, current) };
    }

    private static JsonMap Renewed(JsonMap profile, JsonMap claims) => profile.With(Verification.Reset(profile, claims));

    private static TenantUser Counted(TenantUser user, DateTimeOffset now)
    {
        var logins = user.Attributes.TryGetValue("logins_count", out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var before)
            ? before
            : 0;
        return (user with
        {
            Attributes = user.Attributes.With("last_login", Timestamp.Format(now)).With("last_ip", Ip).With("logins_count", logins + 1),
        }).Touched(now);
    }
}
