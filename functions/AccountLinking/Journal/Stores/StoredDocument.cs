namespace AccountLinking.Journal.Stores;

/// <param name="Version">What the store calls this state of it; another one for each that was written.</param>
internal sealed record StoredDocument(byte[] Content, string Version);
