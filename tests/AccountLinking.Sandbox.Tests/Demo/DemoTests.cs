using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.CommandLine;
using AccountLinking.Sandbox.Demo;

namespace AccountLinking.Sandbox.Tests.Demo;

public sealed class DemoTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task A_scene_that_ended_otherwise_or_broke_off_is_told_and_the_others_are_played()
    {
        Scene[] scenes =
        [
            new("Anna", "signs in", _ => Task.FromResult(new SceneEnd("found", "auth0|anna").Expect(false, "the sky is green").Expect(false, "later"))),
            new("Bo", "signs in", _ => throw new InvalidOperationException("the floor is lava")),
            new("Cilla", "signs in", _ => Task.FromResult(new SceneEnd("found", "auth0|cilla").Expect(true, "never told"))),
        ];
        using var output = new StringWriter();

        var exitCode = DemoCommand.Print(await DemoCommand.PlayAsync(scenes, Stage(), TestContext.Current.CancellationToken), output);

        Assert.Equal(1, exitCode);
        var text = output.ToString();
        Assert.Contains("Anna signs in: expected that the sky is green.", text, StringComparison.Ordinal);
        Assert.Contains("Bo signs in: expected that it plays to its end, but: the floor is lava.", text, StringComparison.Ordinal);
        Assert.Contains("2 of 3 scenes ended otherwise than they must.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cilla signs in: expected", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n'), line => line.Contains(" ok ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_demo_ends_well_and_shows_who_came_in_as_whom()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await SandboxCommand.RunAsync(["demo"], output, error);

        Assert.Equal(0, exitCode);
        Assert.Empty(error.ToString());
        Assert.EndsWith("All 47 scenes ended as they must.", output.ToString().TrimEnd(), StringComparison.Ordinal);
        string[] rows =
        [
            "1 / Operations / make an account by hand, with Anna's number / an account is created / auth0|… / ok",
            "2 / Anna / signs in with BankID, for the first time / linked / auth0|… / ok",
            "3 / Anna / signs in with BankID again / nobody was asked / auth0|… / ok",
            "4 / Anna / signs in with e-mail and password / nobody was asked / auth0|… / ok",
            "5 / Bo, a stranger / signs in with BankID / no_match / oidc|swedish-bankid|… / ok",
            "6 / Mallory / signs in over an untrusted connection that asserts Anna's number / not_eligible: untrusted_connection / oidc|partner-portal|… / ok",
            "7 / Cilla / signs in with BankID; somebody prepared an account with her number on an unlisted connection / refused: candidate_connection_untrusted / oidc|swedish-bankid|… / ok",
            "8 / Dag / signs in with a number that is malformed / not_eligible: ssn_invalid / oidc|swedish-bankid|… / ok",
            "9 / Eva / signs in with BankID; two accounts carry her number / ambiguous / oidc|swedish-bankid|… / ok",
            "10 / Fia / signs in with BankID while Auth0 answers 429, then 503 / 503: auth0_unavailable; the login goes on / oidc|swedish-bankid|… / ok",
            "11 / Fia / signs in with BankID when Auth0 is well again / linked / auth0|… / ok",
            "12 / Gun / signs in with BankID while the Action has a wrong signing secret / 401; the login goes on / oidc|swedish-bankid|… / ok",
            "13 / Hans / signs in with BankID; both his accounts have metadata / linked / auth0|… / ok",
            "14 / Ida / signs in with BankID; her old account is blocked / refused: candidate_blocked / oidc|swedish-bankid|… / ok",
            "15 / Jon / signs in with BankID; the account with his number has another number, too / refused: national_id_conflict / oidc|swedish-bankid|… / ok",
            "16 / Anna / signs in while her account is blocked / denied: user is blocked / auth0|… / ok",
            "17 / Operations / undo the link of Hans's accounts / unlinked / auth0|… / ok",
            "18 / Hans / signs in with BankID again / refused: separated_before / oidc|swedish-bankid|… / ok",
            "19 / Rut / signs in with BankID fifty times at once / 50 logins; one linked / auth0|… / ok",
            "20 / Sara / signs in with BankID fifty times at once; two processes of the service are asked / 50 answers; one linked / auth0|… / ok",
            "21 / Pia / signs in with BankID; the service dies after it wrote the metadata / the service died; the login goes on / oidc|swedish-bankid|… / ok",
            "22 / Pia / signs in with BankID a minute later / linked / auth0|… / ok",
            "23 / Karin / signs in with Google; another account has her verified address / suggested / google-oauth2|… / ok",
            "24 / Lars / signs in with Google; nobody verified the address of the other account / refused: candidate_unverified / google-oauth2|… / ok",
            "25 / Karin / signs in with Google, where e-mail is Automatic / linked / auth0|… / ok",
            "26 / Maja / signs in with Google, where e-mail is Automatic; her other account has a second factor / refused: candidate_mfa / google-oauth2|… / ok",
            "27 / Nils / signs in with Freja eID, for the first time / no_match / oidc|freja-eid|… / ok",
            "28 / Nils / signs in with BankID; only its provider knows his number, and Freja's / linked / oidc|freja-eid|… / ok",
            "29 / Olga / signs in with BankID, in a dry run / linked (dry run) / oidc|swedish-bankid|… / ok",
            "30 / Ulla / signed in with e-mail and password, asks which other accounts may be hers / 1 suggested: U••• B••• / auth0|… / ok",
            "31 / Mallory / proves Ulla's other account by an ID token of his own making / 400: invalid_id_token / auth0|… / ok",
            "32 / Ulla / proves it by an ID token that another application got / 400: wrong_client / auth0|… / ok",
            "33 / Ulla / proves it by a sign-in of twelve minutes ago / 400: sign_in_too_old / auth0|… / ok",
            "34 / Ulla / proves another account than the one that she has chosen / 409: wrong_account / auth0|… / ok",
            "35 / Ulla / proves the account that she has chosen / linked / auth0|… / ok",
            "36 / Mallory / sends the same proof again / 409: nonce_spent / auth0|… / ok",
            "37 / Ulla / separates her accounts / unlinked / auth0|… / ok",
            "38 / Doris / signs in with a code by SMS, for the first time today / synced / sms|… / ok",
            "39 / Doris / signs in with a code by SMS again / nobody was asked / sms|… / ok",
            "40 / Doris / signs in again; meanwhile she gave herself another external id / nobody was asked / sms|… / ok",
            "41 / Elsa / signs in; she gave herself another external id yesterday / synced / sms|… / ok",
            "42 / Frida / signs in while the CRM is down; yesterday it knew her / stale / sms|… / ok",
            "43 / Greta / signs in while the CRM is down, for the first time ever / unavailable / sms|… / ok",
            "44 / Helge / signs in with a number that the CRM does not know / not_found / sms|… / ok",
            "45 / Helge / signs in again / nobody was asked / sms|… / ok",
            "46 / Mallory / signs in over a connection that asserts Doris's phone number / no_phone / oidc|partner-portal|… / ok",
            "47 / Ivar / signs in with BankID; his old account has his phone number / synced / auth0|… / ok",
        ];
        Assert.Equal(rows.Select(WithoutSpaces), RowsOf(output.ToString()).Select(cells => string.Join('/', [.. cells[..5], cells[^1]])));
    }

    [Fact]
    public async Task Counts_the_calls_of_the_scene_and_not_those_that_look_at_its_end()
    {
        var scene = new Scene("Operations", "links", async stage =>
        {
            await stage.ActAsync(HttpMethod.Get, "users");
            await stage.FindUserAsync("auth0|nobody");
            return new SceneEnd("looked", "-");
        });
        await Client.GetUserAsync("auth0|nobody");

        var rows = await DemoCommand.PlayAsync([scene], Stage(), TestContext.Current.CancellationToken);

        Assert.Equal(1, rows[0].Calls);
    }

    private DemoStage Stage() => new(Client, Sandbox, new DemoClock(), new Dictionary<string, string>());

    /// <summary>
    /// The cells of the numbered rows in one piece each, and without spaces: where a cell breaks into lines, and at which of its spaces,
    /// is up to the width of the terminal that the tests run in.
    /// </summary>
    private static List<string[]> RowsOf(string printed)
    {
        List<string[]> rows = [];
        foreach (var line in printed.Split('\n').Where(line => line.StartsWith('│')))
        {
            var cells = line.Split('│')[1..^1].Select(WithoutSpaces).ToArray();
            if (cells[0].Length > 0) rows.Add(cells);
            else if (rows.Count > 0) rows[^1] = [.. rows[^1].Zip(cells, string.Concat)];
        }

        return rows;
    }

    private static string WithoutSpaces(string text) => text.Replace(" ", string.Empty, StringComparison.Ordinal);
}
