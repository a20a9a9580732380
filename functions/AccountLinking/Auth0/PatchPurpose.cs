namespace AccountLinking.Auth0;

/// <summary>What metadata is patched for, which tells how much is done for it.</summary>
public enum PatchPurpose
{
    /// <summary>It must be there before identities are linked: repeated while the budget lasts.</summary>
    Merge,

    /// <summary>What was written in vain is undone: repeated, and may begin until the budget's very end.</summary>
    TakeBack,

    /// <summary>Worth having, and no more: tried once, for two seconds.</summary>
    Note,
}
