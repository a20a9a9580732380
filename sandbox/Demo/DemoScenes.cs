using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>What the demo plays.</summary>
public static class DemoScenes
{
    /// <summary>The main job, what must not happen, trouble, crowds; last what lets time pass, since another process has the time of day.</summary>
    private static readonly Scene[] ByNumber =
    [
        new("Operations", "make an account by hand, with Anna's number", JoiningScenes.MakeByHandAsync),
        new("Anna", "signs in with BankID, for the first time", JoiningScenes.JoinAsync),
        new("Anna", "signs in with BankID again", JoiningScenes.AgainAsync),
        new("Anna", "signs in with e-mail and password", JoiningScenes.SamePersonAsync),
        new("Bo, a stranger", "signs in with BankID", RefusalScenes.StrangerAsync),
        new("Mallory", "signs in over an untrusted connection that asserts Anna's number", RefusalScenes.UntrustedConnectionAsync),
        new("Cilla", "signs in with BankID; somebody prepared an account with her number on an unlisted connection", RefusalScenes.PreparedAccountAsync),
        new("Dag", "signs in with a number that is malformed", RefusalScenes.MalformedNumberAsync),
        new("Eva", "signs in with BankID; two accounts carry her number", RefusalScenes.TwoAccountsAsync),
        new("Fia", "signs in with BankID while Auth0 answers 429, then 503", TroubleScenes.TroubleAsync),
        new("Fia", "signs in with BankID when Auth0 is well again", TroubleScenes.NextLoginAsync),
        new("Gun", "signs in with BankID while the Action has a wrong signing secret", TroubleScenes.WrongSecretAsync),
        new("Hans", "signs in with BankID; both his accounts have metadata", JoiningScenes.MetadataAsync),
        new("Ida", "signs in with BankID; her old account is blocked", RefusalScenes.BlockedCandidateAsync),
        new("Jon", "signs in with BankID; the account with his number has another number, too", RefusalScenes.TwoNumbersAsync),
        new("Anna", "signs in while her account is blocked", RefusalScenes.BlockedAsync),
        new("Operations", "undo the link of Hans's accounts", JournalScenes.UnlinkAsync),
        new("Hans", "signs in with BankID again", JournalScenes.StayApartAsync),
        new("Rut", "signs in with BankID fifty times at once", CrowdScenes.FiftyLoginsAsync),
        new("Sara", "signs in with BankID fifty times at once; two processes of the service are asked", CrowdScenes.TwoProcessesAsync),
        new("Pia", "signs in with BankID; the service dies after it wrote the metadata", JournalScenes.DieAsync),
        new("Pia", "signs in with BankID a minute later", JournalScenes.FinishAsync),
    ];

    private const string LinkAlone = "link";

    private static readonly Scene[] Suggestions =
    [
        new("Karin", "signs in with Google; another account has her verified address", EmailScenes.SuggestAsync),
        new("Lars", "signs in with Google; nobody verified the address of the other account", EmailScenes.UnverifiedAsync),
    ];

    private static readonly Scene[] Automatic =
    [
        new("Karin", "signs in with Google, where e-mail is Automatic", EmailScenes.AutomaticAsync),
        new("Maja", "signs in with Google, where e-mail is Automatic; her other account has a second factor", EmailScenes.SecondFactorAsync),
        new("Nils", "signs in with Freja eID, for the first time", JoiningScenes.FirstEidAsync),
        new("Nils", "signs in with BankID; only its provider knows his number, and Freja's", JoiningScenes.SecondEidAsync),
    ];

    private static readonly Scene[] DryRun =
    [
        new("Olga", "signs in with BankID, in a dry run", JoiningScenes.DryRunAsync),
    ];

    private static readonly Scene[] Oneself =
    [
        new("Ulla", "signed in with e-mail and password, asks which other accounts may be hers", SelfServiceScenes.SuggestAsync),
        new("Mallory", "proves Ulla's other account by an ID token of his own making", SelfServiceScenes.ForgedAsync),
        new("Ulla", "proves it by an ID token that another application got", SelfServiceScenes.OtherClientAsync),
        new("Ulla", "proves it by a sign-in of twelve minutes ago", SelfServiceScenes.OldSignInAsync),
        new("Ulla", "proves another account than the one that she has chosen", SelfServiceScenes.WrongAccountAsync),
        new("Ulla", "proves the account that she has chosen", SelfServiceScenes.JoinAsync),
        new("Mallory", "sends the same proof again", SelfServiceScenes.SpentAsync),
        new("Ulla", "separates her accounts", SelfServiceScenes.SeparateAsync),
    ];

    private static readonly Scene[] Customers =
    [
        new("Doris", "signs in with a code by SMS, for the first time today", CrmScenes.FirstOfTheDayAsync),
        new("Doris", "signs in with a code by SMS again", CrmScenes.SecondOfTheDayAsync),
        new("Doris", "signs in again; meanwhile she gave herself another external id", CrmScenes.ForgedTodayAsync),
        new("Elsa", "signs in; she gave herself another external id yesterday", CrmScenes.ForgedYesterdayAsync),
        new("Frida", "signs in while the CRM is down; yesterday it knew her", CrmScenes.DownWithOlderDataAsync),
        new("Greta", "signs in while the CRM is down, for the first time ever", CrmScenes.DownWithoutDataAsync),
        new("Helge", "signs in with a number that the CRM does not know", CrmScenes.UnknownNumberAsync),
        new("Helge", "signs in again", CrmScenes.UnknownNumberAgainAsync),
        new("Mallory", "signs in over a connection that asserts Doris's phone number", CrmScenes.SomebodyElsesNumberAsync),
        new("Ivar", "signs in with BankID; his old account has his phone number", CrmScenes.LinkedAndKnownAsync),
    ];

    public static readonly IReadOnlyList<Act> Acts =
    [
        new(new Dictionary<string, string?>(), [.. ByNumber, .. Suggestions], LinkAlone),
        new(
            new Dictionary<string, string?>
            {
                ["Linking:Ssn:TrustedConnections:1"] = Freja,
                ["Linking:Email:Mode"] = "Automatic",
                ["Linking:Email:TrustedConnections:0"] = Google,
                ["Linking:Email:TrustedConnections:1"] = Database,
            },
            Automatic,
            LinkAlone),
        new(new Dictionary<string, string?> { ["Linking:DryRun"] = "true" }, DryRun, LinkAlone),
        new(new Dictionary<string, string?>(), Oneself, LinkAlone),
        new(new Dictionary<string, string?> { ["Crm:TimeZone"] = DemoClock.ZoneFarFromMidnight(TimeProvider.System), ["Linking:Ssn:CandidateConnections:1"] = "sms" }, Customers),
    ];
}
