namespace AccountLinking.Configuration;

/// <summary>What a secret is for. Each has its own patience, so that strangers with bad signatures do not use up that of the others.</summary>
public enum SecretUse
{
    /// <summary>Signatures of requests.</summary>
    Webhooks,

    /// <summary>Client credentials at Auth0.</summary>
    Auth0,

    /// <summary>The CRM's key.</summary>
    Crm,
}
