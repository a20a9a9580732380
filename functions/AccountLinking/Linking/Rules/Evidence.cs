using AccountLinking.Auth0;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Rules;

/// <summary>What the sign-in has proven of a person, and how other accounts are measured against it. Pure.</summary>
internal abstract class Evidence
{
    /// <summary>The name of the rule whose evidence it is.</summary>
    public abstract string Rule { get; }

    /// <summary>Where accounts that carry it can be found.</summary>
    public abstract IReadOnlyList<LookUp> LookUps { get; }

    /// <summary>The rule only says that there are other accounts; it joins none.</summary>
    public virtual bool SuggestsOnly => false;

    /// <summary>It is the person's own word, and stronger than that the accounts were separated once.</summary>
    public virtual bool EndsSeparation => false;

    /// <summary>Why there is nobody to join, where somebody was expected: a <see cref="Reason"/>, or null.</summary>
    public virtual string? WhyNobody => null;

    /// <summary>What to remember of it on the account that the login continues as; null where there is nothing to remember.</summary>
    public virtual Fingerprint? Fingerprint => null;

    /// <summary>Whether an account carries it now. Whoever does not was found by mistake, or too late.</summary>
    public abstract bool IsCarriedBy(Auth0User account);

    /// <summary>Whether the account that it begins with has absorbed whom it is about already.</summary>
    public virtual bool IsFulfilledBy(Auth0User user) => false;

    /// <summary>Of the accounts that carry it, those that count.</summary>
    public virtual IReadOnlyList<Auth0User> Narrow(IReadOnlyList<Auth0User> carriers) => carriers;

    /// <summary>Why this account must not be joined with whoever signs in: a <see cref="Reason"/>, or null.</summary>
    public abstract string? ObjectionTo(Auth0User candidate);

    /// <summary>Whether the account is the established one, for <see cref="Configuration.PrimaryChoice.Existing"/>.</summary>
    public abstract bool IsEstablished(Auth0User account);

    /// <summary>Whether somebody has chosen the account to survive; null where nobody chooses.</summary>
    public virtual bool? IsChosen(Auth0User account) => null;
}
