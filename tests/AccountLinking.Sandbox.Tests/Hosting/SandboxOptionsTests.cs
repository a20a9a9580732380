using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Tests.Hosting;

public sealed class SandboxOptionsTests
{
    [Fact]
    public void An_Action_has_the_twenty_seconds_that_Auth0_gives() => Assert.Equal(TimeSpan.FromSeconds(20), new SandboxOptions().ActionTimeout);

    [Fact]
    public void The_addresses_are_the_documented_ones_and_there_is_no_TLS()
    {
        var options = new SandboxOptions();

        Assert.Equal((4010, 4020, 4030, 7071, null), (options.TenantPort, options.CrmPort, options.AppPort, options.ServicePort, options.TenantHttpsPort));
    }
}
