using AccountLinking.SelfService;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AccountLinking.Tests.SelfService;

public sealed class IdentityPathTests
{
    [Theory]
    [InlineData("/api/me/identities/sms/1", "sms|1")]
    [InlineData("/API/me/Identities/sms/1?x=y/z", "sms|1")]
    [InlineData("/api/me/identities/oidc/swedish-bankid%7Canna", "oidc|swedish-bankid|anna")]
    [InlineData("/api/me/identities/oidc/swedish-bankid|anna", "oidc|swedish-bankid|anna")]
    [InlineData("/api/me/identities/samlp/a%2Fb", "samlp|a/b")]
    [InlineData("/api/me/identities/samlp/a%252Fb", "samlp|a%2Fb samlp|a/b")]
    [InlineData("/api/me/identities/samlp/100%25", "samlp|100%")]
    [InlineData("/api/me/identities/samlp/a+b", "samlp|a+b")]
    public void Reads_the_identity_as_it_was_sent(string target, string identities) => Assert.Equal(identities, string.Join(' ', Read(target)));

    [Theory]
    [InlineData("")]
    [InlineData("/api/me/identities")]
    [InlineData("/api/me/identities/")]
    [InlineData("/api/me/identities/sms")]
    [InlineData("/api/me/identities/sms/")]
    [InlineData("/api/me/identities//1")]
    [InlineData("/api/me/identities/sms/1/2")]
    [InlineData("/api/me/identities/sms/..")]
    [InlineData("/api/me/identities/sms/%2E%2E")]
    [InlineData("/api/me/identities/sms/a%00b")]
    [InlineData("http://elsewhere/api/me/identities/sms/1")]
    public void What_names_no_identity_names_none(string target) => Assert.Empty(Read(target));

    private static IReadOnlyList<AccountLinking.Auth0.UserId> Read(string target)
    {
        var context = new DefaultHttpContext();
        context.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        return IdentityPath.Read(context.Request);
    }
}
