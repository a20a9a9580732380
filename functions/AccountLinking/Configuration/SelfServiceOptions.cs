namespace AccountLinking.Configuration;

/// <summary>What a signed-in person's own application may ask for: section <c>SelfService</c>. It is served where <c>Auth0:ApiAudience</c> is set.</summary>
public sealed class SelfServiceOptions
{
    public const string Section = "SelfService";

    /// <summary>
    /// The connections, by their exact names, over which a person must have signed up to be told of other accounts with the same verified
    /// e-mail address. List one only if it verifies addresses: another could probe who has an account here. Nobody is told unless it is set.
    /// </summary>
    public string[] Connections { get; set; } = [];

    /// <summary>Where browsers may call from, as in <c>https://app.example.com</c>: scheme, host and port, exactly; no wildcards. None unless set.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>How many requests one person may make a minute, of each instance of the service: from 5 to 600, 30 unless set.</summary>
    public int RequestsPerMinute { get; set; } = 30;

    /// <summary>
    /// The secret under which handles and nonces are made (HMAC-SHA256): the base64 of 32 to 64 random bytes. Under another one a proof that was
    /// begun within the last twenty minutes has to be begun again.
    /// </summary>
    public string NonceKey { get; set; } = string.Empty;

    internal byte[] NonceKeyBytes => SecretBytes.TryParse(NonceKey, out var bytes) ? bytes : throw new InvalidOperationException("SelfService:NonceKey was not checked.");
}
