using AccountLinking.Configuration;
using AccountLinking.Health;
using AccountLinking.Health.Checkups;

namespace AccountLinking.Tests.Health;

/// <summary>What is found, where it takes no call to tell.</summary>
public sealed class FindingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "pass", "The clock is within a minute of Auth0's.")]
    [InlineData(60, "pass", "The clock is within a minute of Auth0's.")]
    [InlineData(-60, "pass", "The clock is within a minute of Auth0's.")]
    [InlineData(61, "fail", "This machine's clock is 61 seconds ahead of Auth0's: set it right (NTP). Beyond Webhooks:Tolerance all signed requests are refused, and tokens end at the wrong time.")]
    [InlineData(-3600, "fail", "This machine's clock is 3600 seconds behind Auth0's: set it right (NTP). Beyond Webhooks:Tolerance all signed requests are refused, and tokens end at the wrong time.")]
    public void A_clock_may_be_off_by_a_minute(int ahead, string verdict, string message) => AssertIs(TenantCheckup.OfClock(Now, Now.AddSeconds(ahead)), verdict, message);

    [Fact]
    public void Without_a_date_nothing_can_be_said_of_the_clock() => AssertIs(TenantCheckup.OfClock(theirs: null, Now), "warn", "Auth0's answer has no date to compare the clock with.");

    [Theory]
    [InlineData("read:users update:users", "pass", "The application has exactly read:users update:users.")]
    [InlineData("update:users read:users", "pass", "The application has exactly read:users update:users.")]
    [InlineData("read:users", "fail", "The application lacks update:users: authorise it for the Management API with exactly read:users update:users.")]
    [InlineData("update:users", "fail", "The application lacks read:users: authorise it for the Management API with exactly read:users update:users.")]
    [InlineData("", "fail", "The application lacks read:users, update:users: authorise it for the Management API with exactly read:users update:users.")]
    [InlineData("read:users update:users delete:users", "fail", "The application may do more than it needs (delete:users): take that away from it, so that exactly read:users update:users are left.")]
    [InlineData("read:users update:users delete:users <b>", "fail", "The application may do more than it needs (delete:users, one that is no word): take that away from it, so that exactly read:users update:users are left.")]
    [InlineData("Read:users update:users", "fail", "The application lacks read:users, and may do what it does not need (Read:users): authorise it for the Management API with exactly read:users update:users.")]
    public void Each_scope_that_is_missing_or_too_much_is_named(string granted, string verdict, string message) =>
        AssertIs(TokenCheckup.OfScopes(granted.Split(' ', StringSplitOptions.RemoveEmptyEntries)), verdict, message);

    [Theory]
    [InlineData("Swedish-BankID", "swedish-bankid", "fail", "No account has an identity of the connection 'Swedish-BankID' (Linking:Ssn:TrustedConnections), and some have one of 'swedish-bankid': correct the name, of which every letter and capital counts.")]
    [InlineData("swedish_bankid", "swedish-bankid", "fail", "No account has an identity of the connection 'swedish_bankid' (Linking:Ssn:TrustedConnections), and some have one of 'swedish-bankid': correct the name, of which every letter and capital counts.")]
    [InlineData("bankid-no", "bankid-se", "warn", "No account has an identity of the connection 'bankid-no' (Linking:Ssn:TrustedConnections): if the tenant has no connection of that name, correct it (every letter and capital counts; perhaps 'bankid-se' is meant); if nobody has signed in over it yet, nothing is wrong.")]
    [InlineData("swedish-bankid", "sms", "warn", "No account has an identity of the connection 'swedish-bankid' (Linking:Ssn:TrustedConnections): if the tenant has no connection of that name, correct it (every letter and capital counts); if nobody has signed in over it yet, nothing is wrong.")]
    public void A_connection_that_no_account_has_is_a_mistake_where_one_is_spelled_nearly_the_same(string name, string other, string verdict, string message) =>
        AssertIs(ConnectionsCheckup.OfAbsent(name, "Linking:Ssn:TrustedConnections", ["Username-Password-Authentication", other]), verdict, message);

    [Fact]
    public void Connections_are_looked_at_where_the_settings_use_them()
    {
        var linking = new LinkingOptions
        {
            Ssn = { TrustedConnections = ["a", "b"], CandidateConnections = ["c"] },
            Email = { TrustedConnections = ["d"] },
            PreferConnections = ["e"],
            Connections = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "con_0123456789abcdef" },
        };
        var crm = new CrmOptions { PhoneConnections = ["f", "a"] };

        Assert.Equal(["a Linking:Connections, Linking:Ssn:TrustedConnections", "b Linking:Ssn:TrustedConnections", "c Linking:Ssn:CandidateConnections"], NamesIn(linking, crm));
        linking.Ssn.Enabled = false;
        (linking.Email.Mode, linking.Primary, crm.Enabled) = (EmailMode.Automatic, PrimaryChoice.PreferConnections, true);
        Assert.Equal(["a Linking:Connections, Crm:PhoneConnections", "d Linking:Email:TrustedConnections", "e Linking:PreferConnections", "f Crm:PhoneConnections"], NamesIn(linking, crm));
        Assert.Contains("d Linking:Email:TrustedConnections, SelfService:Connections", NamesIn(linking, crm, "d"));
    }

    [Fact]
    public void A_report_is_lines_for_a_terminal_and_says_at_its_end_what_comes_of_them()
    {
        Finding[] findings = [new("settings", Verdict.Pass, "Good."), new("key_vault", Verdict.Skip, "None."), new("crm", Verdict.Warn, "Hm."), new("journal", Verdict.Fail, "Bad.")];

        Assert.Equal(
            "pass  settings   Good.\nskip  key_vault  None.\nwarn  crm        Hm.\nfail  journal    Bad.\nNot ready: 1 of 4 failed, 1 warning (checked 2026-11-20T08:15:30Z).\n",
            HealthText.Of(new HealthReport(Now, findings)));
        Assert.Equal("pass  settings  Good.\nReady (checked 2026-11-20T08:15:30Z).\n", HealthText.Of(new HealthReport(Now, findings[..1])));
    }

    private static string[] NamesIn(LinkingOptions linking, CrmOptions crm, params string[] ofPeople) => [.. ConfiguredConnections.Of(linking, crm, ofPeople).Select(pair => $"{pair.Name} {string.Join(", ", pair.Settings)}")];

    private static void AssertIs(Finding finding, string verdict, string message) => Assert.Equal((verdict, message), (HealthText.NameOf(finding.Verdict), finding.Message));
}
