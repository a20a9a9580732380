using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>What Auth0 does to accounts when identities are linked and unlinked.</summary>
public static class IdentityLinking
{
    /// <summary>
    /// The primary absorbs the secondary with all its identities. The secondary's metadata is discarded, without a merge.
    /// </summary>
    /// <param name="secondaryId">The full id (<c>provider|id</c>) of the secondary's main identity.</param>
    public static LinkResult Link(Accounts accounts, string primaryId, string secondaryId, DateTimeOffset now)
    {
        if (accounts.Find(primaryId) is not { } primary) return new LinkResult.PrimaryNotFound();
        if (primary.UserId == secondaryId) return new LinkResult.SameMainIdentity();
        if (accounts.FindHolder(secondaryId) is not { } secondary) return new LinkResult.IdentityNotFound();
        if (secondary.UserId != secondaryId) return new LinkResult.IdentityTaken();

        var main = secondary.MainIdentity with { ProfileData = secondary.Profile };
        var joined = (primary with { Identities = [.. primary.Identities, main, .. secondary.Identities.Skip(1)] }).Touched(now);
        accounts.Remove(secondary.UserId);
        accounts.Put(joined);
        return new LinkResult.Done(joined);
    }

    /// <summary>The identity becomes an account of its own again: with its profile, without any metadata.</summary>
    public static LinkResult Unlink(Accounts accounts, string primaryId, string identityId, DateTimeOffset now)
    {
        if (accounts.Find(primaryId) is not { } primary) return new LinkResult.PrimaryNotFound();
        if (primary.UserId == identityId) return new LinkResult.SameMainIdentity();
        if (primary.FindIdentity(identityId) is not { } identity) return new LinkResult.IdentityNotFound();

        var remaining = (primary with { Identities = primary.Identities.Remove(identity) }).Touched(now);
        var attributes = JsonMap.Empty.With("created_at", Timestamp.Format(now)).With(identity.ProfileData ?? JsonMap.Empty);
        var bare = new TenantUser(identity.FullId, attributes, [identity with { ProfileData = null }], UserMetadata: null, JsonMap.Empty);
        accounts.Put(remaining);
        accounts.Put(bare.Touched(now));
        return new LinkResult.Done(remaining);
    }
}
