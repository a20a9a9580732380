namespace AccountLinking.Health;

/// <summary>What a check comes to.</summary>
public enum Verdict
{
    Pass,

    /// <summary>It may be meant so, and may be a mistake.</summary>
    Warn,

    /// <summary>The service cannot do all of its work until somebody mends it.</summary>
    Fail,

    /// <summary>There is nothing to check, or what comes before it has failed.</summary>
    Skip,
}
