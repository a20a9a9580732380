namespace AccountLinking.Configuration;

/// <summary>What becomes of a field of the CRM's whose name holds a <c>.</c> or <c>$</c>, which Auth0 takes nowhere in metadata.</summary>
public enum ForbiddenKeys
{
    /// <summary>It has a <c>_</c> in their place, unless there is a field of that name.</summary>
    Rename,

    /// <summary>It is left out.</summary>
    Refuse,
}
