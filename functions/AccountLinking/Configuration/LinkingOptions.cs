namespace AccountLinking.Configuration;

/// <summary>Whom to join, and how: section <c>Linking</c>.</summary>
public sealed class LinkingOptions
{
    public const string Section = "Linking";

    /// <summary>Which of the accounts survives.</summary>
    public PrimaryChoice Primary { get; set; } = PrimaryChoice.Oldest;

    /// <summary>Names of connections, the most preferred first; for <see cref="PrimaryChoice.PreferConnections"/>.</summary>
    public string[] PreferConnections { get; set; } = [];

    /// <summary>What becomes of a login with several matches.</summary>
    public LoginPolicy OnAmbiguous { get; set; } = LoginPolicy.Continue;

    /// <summary>What becomes of a login that has a match which is not safe to join.</summary>
    public LoginPolicy OnRefused { get; set; } = LoginPolicy.Continue;

    /// <summary>Several matches are all joined into one account, where otherwise they are ambiguous.</summary>
    public bool LinkAllMatches { get; set; }

    /// <summary>
    /// How long an account is left alone after it was looked at: up to 30 days, a day unless set. An account younger than an
    /// hour is looked at again after five minutes, because Auth0's search index lags. Zero: looked at in every login.
    /// </summary>
    public TimeSpan RecheckAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Names of connections and their ids (<c>con_…</c>). Needed for the databases whose accounts may be the ones that are
    /// absorbed. An id that the Action posts with one of these names must be the listed one. Where a setting's name takes no dash
    /// (app settings in Azure, environment variables), <c>name=con_…</c> at <c>Linking:Connections:0</c> and so on.
    /// </summary>
    public IDictionary<string, string> Connections { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether accounts are joined that together are larger than the 10 KB which Auth0 allows a profile.</summary>
    public SizeLimit SizeLimit { get; set; } = SizeLimit.Warn;

    /// <summary>Nothing is written: the answer tells what would have been done, and every login goes on as it came.</summary>
    public bool DryRun { get; set; }

    public SsnOptions Ssn { get; set; } = new();

    public EmailOptions Email { get; set; } = new();
}
