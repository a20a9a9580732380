namespace AccountLinking.Configuration;

/// <summary>Which of the accounts that are joined survives. Whatever is chosen, ties go to the oldest, then to the lower id.</summary>
public enum PrimaryChoice
{
    /// <summary>By <c>created_at</c>.</summary>
    Oldest,

    /// <summary>The one that holds the number in <c>app_metadata</c>; for the e-mail rule, the one of a database.</summary>
    Existing,

    /// <summary>The one with a connection that stands furthest ahead in <see cref="LinkingOptions.PreferConnections"/>.</summary>
    PreferConnections,
}
