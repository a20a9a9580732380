using AccountLinking.Auth0;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Configuration;

/// <summary>The rule that joins by national id: section <c>Linking:Ssn</c>.</summary>
public sealed class SsnOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>The connections whose assertion of a number is believed, by their exact names; no wildcards.</summary>
    public string[] TrustedConnections { get; set; } = [];

    /// <summary>
    /// The other connections that an account may have whose number stands in its <c>app_metadata</c>. List one only if nobody can
    /// sign up over it and choose that number himself.
    /// </summary>
    public string[] CandidateConnections { get; set; } = [];

    /// <summary>The key of <c>app_metadata</c> that holds a person's number: letters, digits, <c>_</c> and <c>-</c>.</summary>
    public string MetadataKey { get; set; } = "userSocialSecurityNumber";

    /// <summary>The claims in which the trusted connections assert the number; <c>ssn</c> unless set.</summary>
    public string[] Claims { get; set; } = [];

    public NationalIdFormat Format { get; set; } = NationalIdFormat.Swedish;

    /// <summary>
    /// The secret under which numbers are remembered (HMAC-SHA256), so that two accounts whose numbers only identity providers
    /// know find each other: the base64 of 32 to 64 random bytes. Without it nothing is remembered. To change it, set the old key, a space and
    /// the new one, then the new one first for as long as it takes until people have signed in: they are found by both, and remembered under the first. What was remembered under any
    /// other key is forgotten, and remembered anew as people sign in.
    /// </summary>
    public string FingerprintKey { get; set; } = string.Empty;

    /// <summary>The first is the one under which numbers are remembered; by those after it they are still found.</summary>
    internal IReadOnlyList<string> FingerprintKeys => FingerprintKey.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Those of <see cref="FingerprintKeys"/> that are good.</summary>
    internal IReadOnlyList<FingerprintKey> Keys => [.. FingerprintKeys.Select(text => AccountLinking.Linking.NationalIds.FingerprintKey.TryParse(text, out var key) ? key : null).OfType<FingerprintKey>()];

    /// <summary>A number in <c>app_metadata</c> is only as good as whoever could write it: a way to sign up that nobody vouches for is none.</summary>
    internal bool VouchFor(Auth0User account) =>
        account.Identities.All(identity => TrustedConnections.Contains(identity.Connection) || CandidateConnections.Contains(identity.Connection));

    /// <summary>An array of a settings source adds to a default, so the default stands here.</summary>
    internal IReadOnlyList<string> ClaimNames => Claims.Length == 0 ? ["ssn"] : Claims;
}
