namespace AccountLinking.Linking;

/// <summary>What a rule says of somebody who signs in, before anybody is looked for.</summary>
internal abstract record Examination
{
    /// <summary>The rule applies: look for accounts that carry this number.</summary>
    public sealed record Applies(NationalId Number) : Examination;

    public sealed record NotEligible(string Why) : Examination;

    public sealed record Refused(string Why) : Examination;
}
