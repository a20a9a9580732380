using System.CommandLine;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Options;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>
/// <c>journal list|show|erase</c>: what the journal holds of a person, for whoever asks for his data or wants it erased. It needs the
/// settings of section <c>Journal</c> alone, from the command line or the environment.
/// </summary>
public static class JournalCommand
{
    private const int NothingFound = 3;
    private const string NothingOfAccount = "The journal holds nothing of this account, under this Journal:NameKey.";

    public static Command Create(TextWriter output)
    {
        var command = new Command("journal", "What the journal holds of a person. Which journal is said with --Journal:Kind and its other settings.");
        var account = new Argument<string>("user_id") { Description = "The account, before or after it was linked, as in 'auth0|5f7c8ec7'." };
        var link = new Argument<string>("link_id") { Description = "The id of a link." };
        account.Validators.Add(result =>
        {
            if (!UserId.TryParse(result.Tokens.SingleOrDefault()?.Value, out _)) result.AddError($"'user_id' must be {UserId.Rule}.");
        });
        Add(command, "list", "The links of an account, of those that it absorbed, and of whoever absorbed it.", account, (desk, parsed, stop) => ListAsync(desk, UserId.Parse(parsed.GetValue(account)!), output, stop));
        Add(command, "show", "All that is kept of a link. Personal data.", link, (desk, parsed, stop) => ShowAsync(desk, parsed.GetValue(link)!, output, stop));
        Add(command, "erase", "Erases all that is kept of an account's links, for good: they cannot be undone any more.", account, (desk, parsed, stop) => EraseAsync(desk, UserId.Parse(parsed.GetValue(account)!), output, stop));
        return command;
    }

    private static void Add(Command parent, string name, string description, Argument<string> argument, Func<JournalDesk, ParseResult, CancellationToken, Task<int>> runAsync)
    {
        var command = new Command(name, description) { TreatUnmatchedTokensAsErrors = false };
        command.Arguments.Add(argument);
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                await using var services = Compose(parsed);
                return await runAsync(services.GetRequiredService<JournalDesk>(), parsed, stop);
            }
            catch (JournalException trouble)
            {
                throw new StartException(trouble.Message);
            }
            catch (OptionsValidationException wrong)
            {
                throw new StartException($"The journal cannot be opened with these settings:\n{string.Join('\n', wrong.Failures)}");
            }
        });
        parent.Subcommands.Add(command);
    }

    private static ServiceProvider Compose(ParseResult parsed)
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddInMemoryCollection(ServiceSettings.Read(parsed.UnmatchedTokens)).Build();
        var services = new ServiceCollection().AddAccountLinking(settings).BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<JournalOptions>>().Value;
        if (options.Kind == JournalKind.File && !Directory.Exists(options.Path)) throw new StartException($"There is no journal in {options.Path} (--Journal:Path).");
        return services;
    }

    private static async Task<int> ListAsync(JournalDesk desk, UserId account, TextWriter output, CancellationToken stop)
    {
        var records = await desk.FindByAccountAsync(account, stop);
        var damaged = await desk.FindDamagedAsync(account, stop);
        foreach (var record in records) await output.WriteLineAsync(JournalText.Line(record));
        foreach (var id in damaged) await output.WriteLineAsync($"{id}  cannot be read: restore records/{id}, or erase it.");
        if (records.Count > 0 || damaged.Count > 0) return 0;
        await output.WriteLineAsync(NothingOfAccount);
        return NothingFound;
    }

    private static async Task<int> ShowAsync(JournalDesk desk, string link, TextWriter output, CancellationToken stop)
    {
        var record = await desk.FindAsync(link, stop);
        await output.WriteLineAsync(record is null ? "The journal holds no link of this id." : JournalText.Whole(record));
        return record is null ? NothingFound : 0;
    }

    private static async Task<int> EraseAsync(JournalDesk desk, UserId account, TextWriter output, CancellationToken stop)
    {
        var erased = await desk.EraseAsync(account, stop);
        await output.WriteLineAsync(erased switch
        {
            0 => NothingOfAccount,
            1 => "1 record is erased. Auth0 has its own data of the person still.",
            _ => $"{erased} records are erased. Auth0 has its own data of the person still.",
        });
        return erased == 0 ? NothingFound : 0;
    }
}
