namespace AccountLinking.Auth0;

/// <summary>What Auth0 answered when it was asked to hang an identity under an account.</summary>
public enum LinkAnswer
{
    Linked,

    /// <summary>It says no for good: the identity is under an account already (this one or another), or one of the two is gone.</summary>
    Refused,
}
