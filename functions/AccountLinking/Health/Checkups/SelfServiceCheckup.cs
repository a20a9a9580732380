using System.Net;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Http;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Auth0.Tokens;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health.Checkups;

/// <summary>
/// Whether people's tokens can be verified: by the tenant's keys, and under the issuer that the settings expect. A wrong issuer would show as nothing but a 401 for
/// everybody. The keys are fetched anew, because those in use may be ten minutes old.
/// </summary>
internal sealed class SelfServiceCheckup(JwksHttp jwks, Auth0Http http, Auth0Calls calls, IOptionsMonitor<Auth0Options> options, IOptionsMonitor<SelfServiceOptions> selfService)
{
    public const string SelfService = "self_service";

    private const string Description = ".well-known/openid-configuration";
    private const string Keys = ".well-known/jwks.json";

    private const string Verified = "People's tokens can be verified: the tenant has keys for that, and the issuer is the one that is expected.";

    private const string OtherIssuer = "so everybody's tokens are refused (401). Set Auth0:Issuer to what is the issuer at its /.well-known/openid-configuration, to the letter, as in https://login.example.com/.";

    private const string OtherTenant = "Auth0:Issuer is another tenant than Auth0:Domain: they have no signing key in common, so everybody's tokens are refused (401). Set it to the custom domain of that tenant, or leave it out where there is none.";

    /// <exception cref="Auth0Exception">The tenant does not tell its keys, or does not answer.</exception>
    public async Task<Finding> ExamineAsync(RequestBudget budget)
    {
        var tenant = options.CurrentValue;
        if (!tenant.ServesPeople) return Finding.Skip(SelfService, "Auth0:ApiAudience is not set: nobody's own application is served.");
        var answer = await calls.SendAsync(JwksHttp.Call, Effort.Read, jwks.RequestAsync, budget);
        var keys = KeysIn(answer) ?? throw Auth0Trouble.OfSigningKeys(answer);
        var trouble = string.IsNullOrEmpty(tenant.Issuer) ? await TroubleOfDomainAsync(tenant, budget) : await TroubleOfIssuerAsync(tenant.Issuer, keys, budget);
        return trouble is null ? Finding.Pass(SelfService, Verified + WhatNobodyMay(selfService.CurrentValue)) : Finding.Fail(SelfService, trouble);
    }

    /// <summary>Right where it is meant, as for native applications alone; but nothing else would tell that a list was forgotten.</summary>
    private static string WhatNobodyMay(SelfServiceOptions settings) =>
        (settings.Origins.Length == 0 ? " No browser may ask (SelfService:Origins is empty)." : string.Empty)
        + (settings.Connections.Length == 0 ? " Nobody is told of other accounts (SelfService:Connections is empty)." : string.Empty);

    private async Task<string?> TroubleOfDomainAsync(Auth0Options tenant, RequestBudget budget)
    {
        var answer = await GetAsync(tenant.BaseAddress, Description, budget);
        if (IssuerIn(answer) is not { } issuer) throw Auth0Trouble.OfDiscovery(answer);
        return issuer == tenant.TokenIssuer ? null : $"The tenant at Auth0:Domain has another issuer than its own address, {OtherIssuer}";
    }

    /// <summary>The tenant's own domain says nothing of custom ones: each tells of itself alone.</summary>
    private async Task<string?> TroubleOfIssuerAsync(string expected, JsonWebKeySet keys, RequestBudget budget)
    {
        try
        {
            var answer = await GetAsync(new Uri(expected), Description, budget);
            if (IssuerIn(answer) is not { } issuer) return NobodyThere($" (status {(int)answer.Status})");
            if (issuer != expected) return $"What is at Auth0:Issuer has another issuer than that, {OtherIssuer}";
            answer = await GetAsync(new Uri(expected), Keys, budget);
            if (KeysIn(answer) is not { } others) return NobodyThere($" (status {(int)answer.Status})");
            return others.HasOneOf(keys) ? null : OtherTenant;
        }
        catch (Auth0Exception)
        {
            // Its advice is about Auth0:Domain, which is well.
            return NobodyThere(string.Empty);
        }
    }

    private static string NobodyThere(string status) =>
        $"What is at Auth0:Issuer does not answer as a tenant{status}: check its spelling, as in https://login.example.com/, that Auth0 has verified the custom domain, and the network's way out; leave it out where there is no custom domain.";

    private static JsonWebKeySet? KeysIn(Auth0Answer answer) => answer.Status == HttpStatusCode.OK ? JsonWebKeySet.TryRead(answer.Body) : null;

    private static string? IssuerIn(Auth0Answer answer) => answer.Status == HttpStatusCode.OK ? Json.Text(answer.Body, "issuer") : null;

    /// <summary>Asked once: what does not pass is told the next time.</summary>
    private Task<Auth0Answer> GetAsync(Uri at, string path, RequestBudget budget) => calls.SendAsync(
        $"GET /{path}",
        Effort.Look,
        async cancellation =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(at, path));
            return await http.SendAsync(request, cancellation);
        },
        budget);
}
