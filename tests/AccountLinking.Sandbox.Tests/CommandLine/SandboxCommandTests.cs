using AccountLinking.Sandbox.CommandLine;

namespace AccountLinking.Sandbox.Tests.CommandLine;

public sealed class SandboxCommandTests
{
    [Theory]
    [InlineData("--tenant-port 65536", "--tenant-port must be a port number from 0 to 65535, not '65536'.")]
    [InlineData("--crm-port -1", "--crm-port must be a port number from 0 to 65535, not '-1'.")]
    [InlineData("--service-port=http", "--service-port must be a port number from 0 to 65535, not 'http'.")]
    [InlineData("--tenant-https-port 1e3", "--tenant-https-port must be a port number from 0 to 65535, not '1e3'.")]
    [InlineData("--tenant-port", "Required argument missing for option: '--tenant-port'.")]
    [InlineData("--tenant-cert-file c.pem", "--tenant-cert-file needs --tenant-https-port: without TLS there is no certificate.")]
    [InlineData("--tenant-prot 1", "'--tenant-prot' is not an option.")]
    [InlineData("dmeo", "'dmeo' is not an option or a command.")]
    [InlineData("--Liking:OnAmbiguous=Deny", "'--Liking:OnAmbiguous' is not a setting of the service; its sections are Auth0, Webhooks, Linking, Crm, Journal, SelfService, KeyVault.")]
    [InlineData("--Linking:OnAmbiguous", "The setting '--Linking:OnAmbiguous' has no value.")]
    public async Task Wrong_usage_is_one_sentence_and_exit_code_2(string arguments, string message) =>
        Assert.Equal((2, "", $"{message} See --help.{Environment.NewLine}"), await RunAsync(arguments.Split(' ')));

    [Fact]
    public async Task What_cannot_start_is_one_sentence_and_exit_code_1()
    {
        var seed = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        var (code, output, error) = await RunAsync("--seed", seed, "--tenant-port", "0", "--crm-port", "0", "--service-port", "0");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"The seed file {seed} cannot be read: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var (code, output, error) = await RunAsync("--help");

        Assert.Equal((0, ""), (code, error));
        Assert.All(
            ["demo", "--tenant-port", "--crm-port", "--service-port", "--tenant-https-port", "--tenant-cert-file", "--seed", "--action", "--Linking:OnAmbiguous=Deny"],
            name => Assert.Contains(name, output, StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SandboxCommand.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
