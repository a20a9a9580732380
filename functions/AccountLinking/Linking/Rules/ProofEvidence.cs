using AccountLinking.Auth0;

namespace AccountLinking.Linking.Rules;

/// <summary>A sign-in to the other account a moment ago. It stands against a separation, and against nothing else that keeps accounts apart.</summary>
internal sealed class ProofEvidence(Proof proof) : Evidence
{
    public override string Rule => Proof.Rule;

    public override IReadOnlyList<LookUp> LookUps => [new LookUp.Known(proof.Other)];

    public override bool EndsSeparation => true;

    public override string? WhyNobody => Reason.CandidateGone;

    /// <summary>Or whoever has absorbed it since: whoever can sign in to an identity can sign in to the account that has it.</summary>
    public override bool IsCarriedBy(Auth0User account) => account.HasIdentity(proof.Other);

    public override bool IsFulfilledBy(Auth0User user) => user.HasIdentity(proof.Other);

    public override string? ObjectionTo(Auth0User candidate) => null;

    public override bool IsEstablished(Auth0User account) => false;

    public override bool? IsChosen(Auth0User account) => account.HasIdentity(proof.Survivor);
}
