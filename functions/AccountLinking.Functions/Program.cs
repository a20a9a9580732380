using AccountLinking.Configuration;
using AccountLinking.Functions;
using Microsoft.Extensions.Hosting;

try
{
    await App.CreateBuilder(args).Build().RunAsync();
    return 0;
}
catch (SettingsException wrong)
{
    // The host logs each line that a worker writes here, as an error if it says so; a stack would only hide it.
    await Console.Error.WriteLineAsync(string.Join('\n', wrong.Message.Split('\n').Select(line => $"error: {line}")));
    return 1;
}
