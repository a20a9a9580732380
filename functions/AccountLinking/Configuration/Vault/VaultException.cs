namespace AccountLinking.Configuration.Vault;

/// <summary>The vault was not read. The message tells the operator what to do, and holds no secret.</summary>
internal sealed class VaultException(string message, Exception? inner = null) : Exception(message, inner);
