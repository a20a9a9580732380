using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Rules;

/// <summary>A number that a trusted connection asserts, and what this service remembers of it.</summary>
internal sealed class SsnEvidence(string rule, NationalId number, SsnOptions options) : Evidence
{
    public override string Rule => rule;

    public override Fingerprint? Fingerprint { get; } = options.Key?.Of(number);

    public override IReadOnlyList<LookUp> LookUps
    {
        get
        {
            var stored = UserQuery.AppMetadata(options.MetadataKey, number.Reveal());
            return [new LookUp.Search(Fingerprint is { } known ? stored.Or(UserQuery.AppMetadata(NationalIds.Fingerprint.Key, known.ToString())) : stored)];
        }
    }

    public override bool IsCarriedBy(Auth0User account) =>
        Numbers.IsStored(account, number, options) || (Fingerprint is { } known && NationalIds.Fingerprint.Of(account) == known);

    public override string? ObjectionTo(Auth0User candidate) => options.VouchFor(candidate) ? null : Reason.CandidateConnectionUntrusted;

    public override bool IsEstablished(Auth0User account) => Numbers.IsStored(account, number, options);
}
