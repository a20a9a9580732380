using AccountLinking.Configuration;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Configuration;

/// <summary>As whom the vault and the journal are read.</summary>
public sealed class ServiceIdentityTests
{
    [Theory]
    [InlineData("WEBSITE_SITE_NAME")]
    [InlineData("WEBSITE_POD_NAME")]
    public void Inside_Azure_it_is_the_managed_identity_and_nobody_else(string sign) =>
        Assert.IsType<ManagedIdentityCredential>(ServiceIdentity.Find(With((sign, "app"), ("AZURE_CLIENT_ID", "11111111-2222-3333-4444-555555555555"))));

    [Fact]
    public void On_a_laptop_it_is_whoever_is_signed_in() => Assert.IsType<DefaultAzureCredential>(ServiceIdentity.Find(With()));

    [Fact]
    public void A_host_may_bring_its_own()
    {
        var own = new EnvironmentCredential();
        using var services = new ServiceCollection().AddSingleton<TokenCredential>(own).AddAccountLinking(With()).BuildServiceProvider();

        Assert.Same(own, services.GetRequiredService<TokenCredential>());
    }

    private static IConfiguration With(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))).Build();
}
