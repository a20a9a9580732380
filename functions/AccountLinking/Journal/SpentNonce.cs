namespace AccountLinking.Journal;

/// <summary>The note that a nonce is spent.</summary>
internal sealed record SpentNonce(string Name, string Version);
