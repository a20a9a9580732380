namespace AccountLinking.Configuration;

/// <summary>Secrets that may be changed while the service runs.</summary>
public interface ISecrets
{
    /// <summary>
    /// For whoever was just refused with a secret, or has refused somebody: reads them once more, at once, so that the options have the newest. Does
    /// nothing where they come from no vault, or were read for the same reason several times just now. Whether that helped is seen by comparing.
    /// </summary>
    Task ReadAgainAsync(SecretUse use, CancellationToken cancellation);
}
