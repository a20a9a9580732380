using System.CommandLine;
using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>The command line of the sandbox. Whatever goes wrong is one sentence on standard error and an exit code that is not zero.</summary>
public static class SandboxCommand
{
    private const int Failed = 1;
    private const int WrongUsage = 2;

    /// <summary>What shells report for a program that Ctrl-C ended.</summary>
    private const int Interrupted = 130;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Build(output).Parse(args);
        if (parsed.Errors.Count > 0 || ServiceSettings.Refusal(parsed.UnmatchedTokens) is not null)
        {
            var reason = parsed.Errors.Count > 0 ? parsed.Errors[0].Message : ServiceSettings.Refusal(parsed.UnmatchedTokens);
            await error.WriteLineAsync($"{reason} See --help.");
            return WrongUsage;
        }

        return await GuardAsync(error, () => parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // Longer than stopping ever takes: the process must not be cut off while it still ends what it started.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(15),
            Output = output,
            Error = error,
        }));
    }

    /// <summary>Makes sentences and exit codes of what can go wrong.</summary>
    public static async Task<int> GuardAsync(TextWriter error, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped before the end.");
            return Interrupted;
        }
        catch (StartException reason)
        {
            await error.WriteLineAsync(reason.Message);
            return Failed;
        }
    }

    private static RootCommand Build(TextWriter output)
    {
        var options = new SandboxCommandOptions();
        var root = new RootCommand(
            "An Auth0 tenant, a CRM, the post-login Action and the account linking service, on 127.0.0.1. "
            + "Settings of the service are overridden by their names, as in --Linking:OnAmbiguous=Deny.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        options.AddTo(root);
        root.SetAction((parsed, stop) => ServeCommand.RunAsync(options.Read(parsed), output, stop));

        var demo = new Command("demo", "Plays a set of logins on free ports and prints what happened; exit code 0 only if each ended as it must.");
        demo.TreatUnmatchedTokensAsErrors = false;
        demo.SetAction((parsed, stop) => DemoCommand.RunAsync(ServiceSettings.Read(parsed.UnmatchedTokens), output, stop));
        root.Subcommands.Add(demo);
        root.Subcommands.Add(JournalCommand.Create(output));
        root.Subcommands.Add(DoctorCommand.Create(output));
        return root;
    }
}
