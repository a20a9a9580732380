using System.Globalization;
using Spectre.Console;

namespace AccountLinking.Sandbox.Demo;

/// <summary>Prints what the demo played.</summary>
public static class DemoTable
{
    private const int WidthOfFile = 200;

    public static void Print(IReadOnlyList<DemoRow> rows, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No });
        if (Console.IsOutputRedirected) console.Profile.Width = WidthOfFile;

        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "Who", "How", "What happened", "Account now", "Auth0 calls", "CRM calls", "ms", "");
        foreach (var (index, row) in rows.Index()) table.AddRow(Cells(index + 1, row).Select(cell => new Text(cell)));
        console.Write(table);
        foreach (var row in rows.Where(row => row.End.Failure is not null))
            console.WriteLine($"{row.Scene.Who} {row.Scene.How}: expected that {row.End.Failure}.");
        console.WriteLine(Summary(rows));
    }

    private static string[] Cells(int number, DemoRow row) =>
    [
        number.ToString(CultureInfo.InvariantCulture),
        row.Scene.Who,
        row.Scene.How,
        row.End.Happened,
        Kind(row.End.Account),
        row.Calls.ToString(CultureInfo.InvariantCulture),
        row.CrmCalls.ToString(CultureInfo.InvariantCulture),
        row.Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture),
        row.End.Failure is null ? "ok" : "FAILED",
    ];

    /// <summary>What the account is of, without whose it is: ids are kept off consoles, here as elsewhere.</summary>
    private static string Kind(string account) => account.LastIndexOf('|') is >= 0 and var end ? $"{account[..end]}|…" : account;

    private static string Summary(IReadOnlyList<DemoRow> rows)
    {
        var failed = rows.Count(row => row.End.Failure is not null);
        return failed == 0 ? $"All {rows.Count} scenes ended as they must." : $"{failed} of {rows.Count} scenes ended otherwise than they must.";
    }
}
