using System.CommandLine;
using AccountLinking.Sandbox.CommandLine;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Tests.CommandLine;

public sealed class SandboxCommandOptionsTests
{
    [Fact]
    public void Has_the_documented_defaults()
    {
        var options = Read();

        Assert.Equal((4010, 4020, 4030, 7071), (options.TenantPort, options.CrmPort, options.AppPort, options.ServicePort));
        Assert.Equal((null, null), (options.TenantHttpsPort, options.TenantCertFile));
        Assert.Equal(new SandboxOptions().SeedFile, options.SeedFile);
        Assert.Equal(new SandboxOptions().ActionFile, options.ActionFile);
        Assert.Empty(options.ServiceSettings);
    }

    [Fact]
    public void Reads_every_option()
    {
        var options = Read(
            "--tenant-port", "0", "--crm-port=1", "--app-port", "2", "--service-port", "65535", "--tenant-https-port", "0", "--tenant-cert-file", "c.pem", "--seed", "s.json", "--action=a.js");

        Assert.Equal((0, 1, 2, 65535, 0), (options.TenantPort, options.CrmPort, options.AppPort, options.ServicePort, options.TenantHttpsPort));
        Assert.Equal(("c.pem", "s.json", "a.js"), (options.TenantCertFile, options.SeedFile, options.ActionFile));
    }

    [Fact]
    public void Leaves_settings_to_the_service()
    {
        var options = Read("--Linking:OnAmbiguous=Deny", "--tenant-port", "0", "--Crm:Url", "http://127.0.0.1:1/");

        Assert.Equal(0, options.TenantPort);
        Assert.Equal(
            new Dictionary<string, string?> { ["Linking:OnAmbiguous"] = "Deny", ["Crm:Url"] = "http://127.0.0.1:1/" }.OrderBy(setting => setting.Key),
            options.ServiceSettings.OrderBy(setting => setting.Key));
    }

    private static SandboxOptions Read(params string[] arguments)
    {
        var options = new SandboxCommandOptions();
        var root = new RootCommand { TreatUnmatchedTokensAsErrors = false };
        options.AddTo(root);
        var parsed = root.Parse(arguments);
        Assert.Empty(parsed.Errors);
        return options.Read(parsed);
    }
}
