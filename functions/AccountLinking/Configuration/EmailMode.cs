namespace AccountLinking.Configuration;

/// <summary>What becomes of accounts with the same verified e-mail address.</summary>
public enum EmailMode
{
    /// <summary>Nobody looks.</summary>
    Off,

    /// <summary>The answer says how many there are, and none is joined.</summary>
    Suggest,

    /// <summary>They are joined, where every connection on both sides is trusted.</summary>
    Automatic,
}
