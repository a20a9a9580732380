using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking.Rules;

/// <summary>An e-mail address that the account of whoever signs in has verified.</summary>
internal sealed class EmailEvidence(string rule, Auth0User user, EmailAddress address, EmailOptions options) : Evidence
{
    public override string Rule => rule;

    public override IReadOnlyList<LookUp> LookUps { get; } = [.. address.Spellings.Select(spelling => new LookUp.ByEmail(spelling))];

    public override bool SuggestsOnly => options.Mode == EmailMode.Suggest;

    public override bool IsCarriedBy(Auth0User account) => EmailAddress.Of(account) is { } other && address.Covers(other);

    /// <summary>
    /// Anybody can sign up with an address that is not his: what is not verified stands in nobody's way, as long as there is an
    /// account that is.
    /// </summary>
    public override IReadOnlyList<Auth0User> Narrow(IReadOnlyList<Auth0User> carriers)
    {
        var verified = carriers.Where(carrier => carrier.IsEmailVerified).ToList();
        return verified.Count == 0 ? carriers : verified;
    }

    public override string? ObjectionTo(Auth0User candidate)
    {
        if (!candidate.IsEmailVerified) return Reason.CandidateUnverified;
        if (SuggestsOnly) return null;
        if (!options.Trusts(candidate)) return Reason.CandidateConnectionUntrusted;
        // Joined, either way in would open what the other's second factor protects.
        if (candidate.HasMfa) return Reason.CandidateMfa;
        return user.HasMfa ? Reason.UserMfa : null;
    }

    public override bool IsEstablished(Auth0User account) => account.MainIdentity.IsDatabase;
}
