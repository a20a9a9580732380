using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Rules;

/// <summary>The number of whoever signs in over a trusted connection, and what this service remembers of it.</summary>
/// <param name="isAsserted">The connection asserts the number now; else it only stands in <c>app_metadata</c>.</param>
internal sealed class SsnEvidence(string rule, NationalId number, bool isAsserted, SsnOptions options) : Evidence
{
    /// <summary>Under each key that counts; the first is the one to remember it by.</summary>
    private readonly IReadOnlyList<Fingerprint> _known = [.. options.Keys.Select(key => key.Of(number))];

    public override string Rule => rule;

    /// <summary>Only of what was proven: what somebody wrote down may be corrected, and must be forgotten then.</summary>
    public override Fingerprint? Fingerprint => isAsserted && _known.Count > 0 ? _known[0] : null;

    public override IReadOnlyList<LookUp> LookUps
    {
        get
        {
            var stored = UserQuery.AppMetadata(options.MetadataKey, number.Reveal());
            return [new LookUp.Search(_known.Aggregate(stored, (query, known) => query.Or(UserQuery.AppMetadata(NationalIds.Fingerprint.Key, known.ToString()))))];
        }
    }

    public override bool IsCarriedBy(Auth0User account) =>
        Numbers.IsStored(account, number, options) || (NationalIds.Fingerprint.Of(account) is { } remembered && _known.Contains(remembered));

    public override string? ObjectionTo(Auth0User candidate) => options.VouchFor(candidate) ? null : Reason.CandidateConnectionUntrusted;

    public override bool IsEstablished(Auth0User account) => Numbers.IsStored(account, number, options);
}
