using AccountLinking.Sandbox.CommandLine;

return await SandboxCommand.RunAsync(args, Console.Out, Console.Error);
