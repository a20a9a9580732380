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
    // The host shows what a worker writes here before it gives up; a stack would only hide it.
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
