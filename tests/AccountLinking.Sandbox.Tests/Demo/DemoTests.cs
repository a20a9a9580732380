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

        var exitCode = await DemoCommand.PlayAndPrintAsync(scenes, new DemoStage(Client), output, TestContext.Current.CancellationToken);

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
        Assert.EndsWith("All 8 scenes ended as they must.", output.ToString().TrimEnd(), StringComparison.Ordinal);
        string[] rows =
        [
            "1 / Anna / signs up with e-mail and password / an account is created / auth0|anna / ok",
            "2 / Anna / signs in again / her account is found / auth0|anna / ok",
            "3 / Anna / signs in with BankID, for the first time / Auth0 makes a second, empty account / oidc|swedish-bankid|{6f0d} / ok",
            "4 / Operations / links the two through the Management API / one account with two identities / auth0|anna / ok",
            "5 / Anna / signs in with BankID / she comes in as the account that survived / auth0|anna / ok",
            "6 / Anna / signs in with e-mail and password / the same account, with her settings / auth0|anna / ok",
            "7 / Operations / unlinks BankID again / BankID is an account of its own again, bare / oidc|swedish-bankid|{6f0d} / ok",
            "8 / Anna / signs in while her account is blocked / denied: user is blocked / auth0|anna / ok",
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

        var rows = await DemoCommand.PlayAsync([scene], new DemoStage(Client), TestContext.Current.CancellationToken);

        Assert.Equal(1, rows[0].Calls);
    }
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
