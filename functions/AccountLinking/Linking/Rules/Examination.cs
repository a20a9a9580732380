namespace AccountLinking.Linking.Rules;

/// <summary>What the rules say of somebody who signs in, before anybody is looked for.</summary>
internal abstract record Examination
{
    /// <summary>A rule applies, and decides: look for accounts that carry this.</summary>
    public sealed record Applies(Evidence Evidence) : Examination;

    /// <summary>A rule does not apply: the next one is asked.</summary>
    public sealed record DoesNotApply(string Why) : Examination;

    /// <summary>Nobody is looked for, and no other rule is asked.</summary>
    public sealed record NotEligible(string Why) : Examination;

    /// <summary>What is known of the account is reason enough to join it with nobody.</summary>
    /// <param name="Rule">The rule that says so; null where it needs none.</param>
    public sealed record Refused(string Why, string? Rule) : Examination;
}
