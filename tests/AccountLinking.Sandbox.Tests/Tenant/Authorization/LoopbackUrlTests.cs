using AccountLinking.Sandbox.Tenant.Authorization;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed class LoopbackUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:4030")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:4030/proof.html")]
    [InlineData("http://127.0.0.1:4030/proof.html", "http://127.0.0.1:4030/x/../proof.html")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:4030/?a=b")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:4030/#")]
    [InlineData("http://127.0.0.1:4030", "http://127.0.0.1:4030#a")]
    [InlineData("http://127.0.0.1:4030/", "https://127.0.0.1:4030/")]
    [InlineData("http://127.0.0.1:4030/", "http://localhost:4030/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1.example.com/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:4030@example.com/")]
    [InlineData("http://127.0.0.1:4030/", "http://example.com@127.0.0.1:4030/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:999999/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:65536/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:99999/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:4030/\n")]
    [InlineData("http://127.0.0.1:4030", "http://127.0.0.1:4030\n")]
    [InlineData("http://127.0.0.1:4030/", "HTTP://127.0.0.1:4030/")]
    [InlineData("http://127.0.0.1:4030/", "")]
    [InlineData("https://app.example.com/", "https://app.example.com:444/")]
    [InlineData("https://app.example.com/", "https://APP.example.com/")]
    public void Does_not_take_one_URL_for_another(string registered, string given) => Assert.False(LoopbackUrl.Same(registered, given));

    [Theory]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:4030/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1:1/")]
    [InlineData("http://127.0.0.1:4030/", "http://127.0.0.1/")]
    [InlineData("http://127.0.0.1:4030", "http://127.0.0.1:65535")]
    [InlineData("http://127.0.0.1/proof.html?a=b", "http://127.0.0.1:4030/proof.html?a=b")]
    [InlineData("http://[::1]:4030/", "http://[::1]:4031/")]
    [InlineData("http://localhost:4030/", "http://localhost:4031/")]
    [InlineData("https://app.example.com/", "https://app.example.com/")]
    public void Does_not_mind_the_port_of_a_loopback_address(string registered, string given) => Assert.True(LoopbackUrl.Same(registered, given));

    [Theory]
    [InlineData("http://127.0.0.1:4030/proof.html?a=b", "http://127.0.0.1:4030")]
    [InlineData("https://app.example.com", "https://app.example.com")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("/proof.html", null)]
    [InlineData("", null)]
    public void Knows_the_origin(string url, string? origin) => Assert.Equal(origin, LoopbackUrl.OriginOf(url));
}
