using System.Net;
using System.Net.NetworkInformation;

namespace AccountLinking.Sandbox.Tests.Hosting;

public sealed class RunningSandboxTests(TlsFixture fixture) : IClassFixture<TlsFixture>
{
    public static TheoryData<string> Servers => ["tenant", "tenant over TLS", "CRM", "sample application", "service"];

    [Theory]
    [MemberData(nameof(Servers))]
    public void Listens_on_this_machine_only(string server)
    {
        var port = Address(server).Port;

        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(listener => listener.Port == port);

        Assert.Equal(new IPEndPoint(IPAddress.Loopback, port), Assert.Single(listeners));
    }

    [Fact]
    public void Has_an_address_for_each_server() => Assert.Equal(5, Servers.Select(server => Address(server.Data).Port).Distinct().Count());

    private Uri Address(string server) => server switch
    {
        "tenant" => fixture.Sandbox.Tenant,
        "tenant over TLS" => fixture.Sandbox.TenantOverTls!,
        "CRM" => fixture.Sandbox.Crm,
        "sample application" => fixture.Sandbox.App,
        _ => fixture.Sandbox.Service,
    };
}
