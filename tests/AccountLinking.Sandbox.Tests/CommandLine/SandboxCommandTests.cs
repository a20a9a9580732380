using System.Net;
using System.Net.Sockets;
using AccountLinking.Sandbox.CommandLine;

namespace AccountLinking.Sandbox.Tests.CommandLine;

public sealed class SandboxCommandTests
{
    [Theory]
    [InlineData("--tenant-port must be a port number from 0 to 65535, not '65536'. See --help.", "--tenant-port", "65536")]
    [InlineData("--crm-port must be a port number from 0 to 65535, not '-1'. See --help.", "--crm-port=-1")]
    [InlineData("--app-port must be a port number from 0 to 65535, not 'x'. See --help.", "--app-port=x")]
    [InlineData("--service-port must be a port number from 0 to 65535, not 'http'. See --help.", "--service-port", "http")]
    [InlineData("--tenant-https-port must be a port number from 0 to 65535, not 'x'. See --help.", "--tenant-https-port", "x")]
    [InlineData("--tenant-cert-file needs --tenant-https-port: without TLS there is no certificate. See --help.", "--tenant-cert-file", "x.pem")]
    [InlineData("Required argument missing for option: '--tenant-port'. See --help.", "--tenant-port")]
    [InlineData("--seed must name a file. See --help.", "--seed", "")]
    [InlineData("--action must name a file. See --help.", "--action", " ")]
    [InlineData("--tenant-cert-file must name a file. See --help.", "--tenant-https-port", "0", "--tenant-cert-file", "")]
    [InlineData("The setting '--Linking:OnAmbiguous' has no value. See --help.", "--Linking:OnAmbiguous", "--Crm:Enabled=true")]
    [InlineData("'--verbose' is not an option. See --help.", "--verbose")]
    [InlineData("'serve' is not an option or a command. See --help.", "serve")]
    [InlineData("'--scenes' is not an option. See --help.", "demo", "--scenes")]
    [InlineData("'--Logging:LogLevel' is not a setting of the service; its sections are Auth0, Webhooks, Linking, Crm, Journal, SelfService, KeyVault. See --help.", "--Logging:LogLevel=Debug")]
    [InlineData("The setting '--Linking:OnAmbiguous' has no value. See --help.", "--Linking:OnAmbiguous")]
    public async Task Wrong_usage_is_one_sentence_and_exit_code_2(string sentence, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);

        Assert.Equal(sentence + Environment.NewLine, error);
        Assert.Empty(output);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("Auth0 tenant", "--tenant-port", "--crm-port 0 --app-port 0 --service-port 0")]
    [InlineData("Auth0 tenant", "--tenant-https-port", "--tenant-port 0 --crm-port 0 --app-port 0 --service-port 0")]
    [InlineData("CRM", "--crm-port", "--tenant-port 0 --app-port 0 --service-port 0")]
    [InlineData("sample application", "--app-port", "--tenant-port 0 --crm-port 0 --service-port 0")]
    [InlineData("service", "--service-port", "--tenant-port 0 --crm-port 0 --app-port 0")]
    public async Task A_taken_port_is_one_sentence_that_names_the_option(string server, string option, string others)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, output, error) = await RunAsync([.. others.Split(' '), option, $"{port}"]);

        Assert.StartsWith($"The {server} cannot listen on 127.0.0.1:{port}, perhaps because something else does: ", error, StringComparison.Ordinal);
        Assert.EndsWith($". Choose another port with {option}; 0 means any.{Environment.NewLine}", error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Equal(1, exitCode);
    }

    [Theory]
    [InlineData("{", "is not a valid JSON object: Expected depth to be zero at the end of the JSON payload.")]
    [InlineData("[]", "is not a valid JSON object: It is an array.")]
    [InlineData("{}", "is wrong: 'crm' is required: an object.")]
    [InlineData("""{"connections": [{"id": "con_x", "name": "x", "strategy": "saml"}]}""", "is wrong: The strategy of the connection 'x' must be one of auth0, google-oauth2, oidc, sms.")]
    [InlineData("""{"users": [{"user_id": "anna"}]}""", "is wrong: in users[0], 'user_id' must be 'provider|id', for example 'auth0|anna'.")]
    [InlineData("""{"clients": [{"client_id": "a"}]}""", "is wrong: 'clients[0].client_secret' is required: a non-empty string.")]
    [InlineData("""{"crm": {"api_key": "k"}, "user": []}""", "is wrong: 'user' is not a known field; known here: connections, clients, apis, applications, users, people, crm.")]
    public async Task A_broken_seed_file_is_one_sentence_that_says_where(string seed, string reason)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, seed, TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await RunAsync("--seed", file);

        File.Delete(file);
        Assert.StartsWith($"The seed file {file} {reason}", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Empty(output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task A_missing_seed_file_or_Action_is_one_sentence()
    {
        var (_, _, seedError) = await RunAsync("--seed", "nowhere.json");
        var (_, _, actionError) = await RunAsync("--action", "nowhere.js");

        Assert.StartsWith("The seed file nowhere.json cannot be read: ", seedError, StringComparison.Ordinal);
        Assert.StartsWith("The Action nowhere.js cannot be loaded: ENOENT", actionError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        var (exitCode, output, error) = await RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.Empty(error);
        Assert.All(
            ["demo", "--tenant-port", "--crm-port", "--app-port", "--service-port", "--tenant-https-port", "--tenant-cert-file", "--seed", "--action", "--Linking:OnAmbiguous=Deny"],
            name => Assert.Contains(name, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interrupted_command_is_one_sentence_and_exit_code_130()
    {
        using var error = new StringWriter();

        var exitCode = await SandboxCommand.GuardAsync(error, () => Task.FromCanceled<int>(new CancellationToken(canceled: true)));

        Assert.Equal((130, "Stopped before the end." + Environment.NewLine), (exitCode, error.ToString()));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await SandboxCommand.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}
