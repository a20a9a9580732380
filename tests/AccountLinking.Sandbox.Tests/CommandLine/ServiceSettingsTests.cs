using AccountLinking.Sandbox.CommandLine;

namespace AccountLinking.Sandbox.Tests.CommandLine;

public sealed class ServiceSettingsTests
{
    private const string Sections = "Auth0, Webhooks, Linking, Crm, Journal, SelfService, KeyVault";

    [Theory]
    [InlineData("dmeo", "'dmeo' is not an option or a command.")]
    [InlineData("-x", "'-x' is not an option or a command.")]
    [InlineData("Linking:OnAmbiguous=Deny", "'Linking:OnAmbiguous=Deny' is not an option or a command.")]
    [InlineData("/Linking:OnAmbiguous=Deny", "'/Linking:OnAmbiguous=Deny' is not an option or a command.")]
    [InlineData("--tenantport=1", "'--tenantport' is not an option.")]
    [InlineData("--Linking", "'--Linking' is not an option.")]
    [InlineData("--x=Linking:OnAmbiguous", "'--x' is not an option.")]
    [InlineData("--Liking:OnAmbiguous=Deny", $"'--Liking:OnAmbiguous' is not a setting of the service; its sections are {Sections}.")]
    [InlineData("--:OnAmbiguous=Deny", $"'--:OnAmbiguous' is not a setting of the service; its sections are {Sections}.")]
    [InlineData("--Linking:OnAmbiguous", "The setting '--Linking:OnAmbiguous' has no value.")]
    [InlineData("--Linking:OnAmbiguous=Deny --Crm:Enabled", "The setting '--Crm:Enabled' has no value.")]
    [InlineData("--Linking:OnAmbiguous --Crm:Enabled=true", "The setting '--Linking:OnAmbiguous' has no value.")]
    [InlineData("--Linking:OnAmbiguous Deny dmeo", "'dmeo' is not an option or a command.")]
    public void Refuses(string arguments, string message) => Assert.Equal(message, ServiceSettings.Refusal(arguments.Split(' ')));

    [Theory]
    [InlineData("--Linking:OnAmbiguous=Deny", "Linking:OnAmbiguous=Deny")]
    [InlineData("--Linking:OnAmbiguous Deny", "Linking:OnAmbiguous=Deny")]
    [InlineData("--linking:onambiguous=Deny", "linking:onambiguous=Deny")]
    [InlineData("--Linking:TrustedConnections:0=a --Linking:TrustedConnections:1 b", "Linking:TrustedConnections:0=a;Linking:TrustedConnections:1=b")]
    [InlineData("--Crm:Url=http://127.0.0.1/?a=b", "Crm:Url=http://127.0.0.1/?a=b")]
    [InlineData("--Crm:Url=", "Crm:Url=")]
    [InlineData("--Crm:Url=a --Crm:Url=b", "Crm:Url=b")]
    public void Reads_settings_in_dotnets_way(string arguments, string settings)
    {
        Assert.Null(ServiceSettings.Refusal(arguments.Split(' ')));
        Assert.Equal(
            settings,
            string.Join(';', ServiceSettings.Read(arguments.Split(' ')).OrderBy(setting => setting.Key, StringComparer.Ordinal).Select(setting => $"{setting.Key}={setting.Value}")));
    }

    [Fact]
    public void No_arguments_are_no_settings()
    {
        Assert.Null(ServiceSettings.Refusal([]));
        Assert.Empty(ServiceSettings.Read([]));
    }
}
