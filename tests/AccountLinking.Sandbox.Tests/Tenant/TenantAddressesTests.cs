using AccountLinking.Sandbox.Tenant;

namespace AccountLinking.Sandbox.Tests.Tenant;

public sealed class TenantAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4010/api/v2/", true)]
    [InlineData("http://localhost:4010/api/v2/", true)]
    [InlineData("https://127.0.0.1:4011/api/v2/", true)]
    [InlineData("https://localhost:4011/api/v2/", true)]
    [InlineData("https://localhost:4010/api/v2/", false)]
    [InlineData("http://localhost:4011/api/v2/", false)]
    [InlineData("http://127.0.0.1:4010/api/v2", false)]
    [InlineData("http://127.0.0.1:4010/", false)]
    [InlineData("HTTP://127.0.0.1:4010/api/v2/", false)]
    [InlineData("sandbox-app", false)]
    [InlineData("", false)]
    public void Knows_its_own_audiences(string audience, bool own)
    {
        var addresses = new TenantAddresses();
        addresses.Bind(4010, 4011);

        Assert.Equal(own, addresses.IsManagementApi(audience));
    }

    [Fact]
    public void Has_one_issuer_that_ends_in_a_slash()
    {
        var addresses = new TenantAddresses();
        addresses.Bind(4010, 4011);

        Assert.Equal("http://127.0.0.1:4010/", addresses.Issuer);
        Assert.Equal("https://localhost:4011/", addresses.Https!.AbsoluteUri);
    }

    [Fact]
    public void Has_no_secure_audience_without_tls()
    {
        var addresses = new TenantAddresses();
        addresses.Bind(4010, httpsPort: null);

        Assert.Null(addresses.Https);
        Assert.False(addresses.IsManagementApi("https://localhost:4010/api/v2/"));
        Assert.True(addresses.IsManagementApi("http://localhost:4010/api/v2/"));
    }
}
