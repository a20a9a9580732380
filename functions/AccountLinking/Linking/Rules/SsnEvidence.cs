using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Rules;

/// <summary>The number of whoever signs in over a trusted connection, and what this service remembers of it.</summary>
/// <param name="isAsserted">The connection asserts the number now; else it only stands in <c>app_metadata</c>.</param>
internal sealed class SsnEvidence(string rule, NationalId number, bool isAsserted, SsnOptions options) : Evidence
{
    private readonly Fingerprint? _known = options.Key?.Of(number);

    public override string Rule => rule;

    /// <summary>Only of what was proven: what somebody wrote down may be corrected, and must be forgotten then.</summary>
    public override Fingerprint? Fingerprint => isAsserted ? _known : null;

    public override IReadOnlyList<LookUp> LookUps
    {
        get
        {
            var stored = UserQuery.AppMetadata(options.MetadataKey, number.Reveal());
            return [new LookUp.Search(_known is { } known ? stored.Or(UserQuery.AppMetadata(NationalIds.Fingerprint.Key, known.ToString())) : stored)];
        }
    }

    public override bool IsCarriedBy(Auth0User account) =>
        Numbers.IsStored(account, number, options) || (_known is { } known && NationalIds.Fingerprint.Of(account) == known);

    public override string? ObjectionTo(Auth0User candidate) => options.VouchFor(candidate) ? null : Reason.CandidateConnectionUntrusted;

    public override bool IsEstablished(Auth0User account) => Numbers.IsStored(account, number, options);
}
