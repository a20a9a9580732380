namespace AccountLinking.Linking;

/// <summary>A connection as Auth0 names it to an Action.</summary>
/// <param name="Id"><c>con_…</c>.</param>
/// <param name="Strategy">Its kind; nothing depends on it.</param>
public sealed record ConnectionReference(string Name, string? Id, string? Strategy);
