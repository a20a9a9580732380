namespace AccountLinking.Configuration;

/// <summary>What a secret is for. The vault is read again so often for each, so that strangers with bad signatures do not use up what the others need.</summary>
public enum SecretUse
{
    /// <summary>Signatures of the Action's requests.</summary>
    Signing,

    /// <summary>Signatures of operations.</summary>
    Operations,

    /// <summary>Client credentials at Auth0.</summary>
    Auth0,

    /// <summary>The CRM's key.</summary>
    Crm,
}
