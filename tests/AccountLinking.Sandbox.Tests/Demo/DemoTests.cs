using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.CommandLine;
using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Tests.CommandLine;

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

        var rows = await DemoCommand.PlayAsync(scenes, new DemoStage(Client), TestContext.Current.CancellationToken);
        DemoTable.Print(rows, output);

        var text = output.ToString();
        Assert.Contains("Anna signs in: expected that the sky is green.", text, StringComparison.Ordinal);
        Assert.Contains("Bo signs in: expected that it plays to its end, but: the floor is lava.", text, StringComparison.Ordinal);
        Assert.Contains("2 of 3 scenes ended otherwise than they must.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cilla signs in: expected", text, StringComparison.Ordinal);
        Assert.Equal([false, false, true], rows.Select(row => row.End.Failure is null));
    }

    [Fact]
    public async Task The_demo_ends_well_and_shows_who_came_in_as_whom()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await SandboxCommand.RunAsync(["demo"], output, error);

        Assert.Equal(0, exitCode);
        Assert.Empty(error.ToString());
        Assert.Contains("All 8 scenes ended as they must.", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_has_a_row_for_every_scene()
    {
        string[][] scenes =
        [
            ["1", "Anna", "signs up with e-mail and password", "an account is created", "auth0|anna"],
            ["2", "Anna", "signs in again", "her account is found", "auth0|anna"],
            ["3", "Anna", "signs in with BankID, for the first time", "Auth0 makes a second, empty account", "oidc|swedish-bankid|{6f0d}"],
            ["4", "Operations", "links the two through the Management API", "one account with two identities", "auth0|anna"],
            ["5", "Anna", "signs in with BankID", "she comes in as the account that survived", "auth0|anna"],
            ["6", "Anna", "signs in with e-mail and password", "the same account, with her settings", "auth0|anna"],
            ["7", "Operations", "unlinks BankID again", "BankID is an account of its own again, bare", "oidc|swedish-bankid|{6f0d}"],
            ["8", "Anna", "signs in while her account is blocked", "denied: user is blocked", "auth0|anna"],
        ];

        // A process of its own writes to a pipe: the table is as wide as it likes, whatever terminal the tests run in.
        var (_, output, _) = await SandboxProgram.RunAsync(path: null, "demo");

        // Between two cells is a border, whichever characters the console has for it.
        Assert.All(scenes, cells => Assert.Matches(@"(?m)^\S+ " + string.Join(@" +\S+ ", [.. cells.Select(Regex.Escape), @"\d+", @"\d+", "ok"]) + @" +\S+\s*$", output));
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
}
