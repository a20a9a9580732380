using AccountLinking.SelfService;
using AccountLinking.Webhooks.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Webhooks;

/// <summary>All that the service answers, for every host: Kestrel maps it, and each trigger of the Functions app is one row of it.</summary>
public static class RouteTable
{
    public static ServiceRoute Link { get; } = new(nameof(Link), HttpMethod.Post, Routes.Link, Access.FunctionKey, context => Of<LinkEndpoint>(context).HandleAsync(context))
    {
        Describe = LinkDescription.Create,
    };

    public static ServiceRoute Unlink { get; } = new(nameof(Unlink), HttpMethod.Post, Routes.Unlink, Access.FunctionKey, context => Of<UnlinkEndpoint>(context).HandleAsync(context))
    {
        Describe = UnlinkDescription.Create,
    };

    public static ServiceRoute CrmSync { get; } = new(nameof(CrmSync), HttpMethod.Post, Routes.CrmSync, Access.FunctionKey, context => Of<SyncEndpoint>(context).HandleAsync(context))
    {
        Describe = SyncDescription.Create,
    };

    public static ServiceRoute LinkCandidates { get; } = new(
        nameof(LinkCandidates), HttpMethod.Get, Routes.LinkCandidates, Access.Anonymous, context => Of<CandidatesEndpoint>(context).HandleAsync(context))
    {
        IsForBrowsers = true,
        Describe = LinkCandidatesDescription.Create,
    };

    public static ServiceRoute LinkChallenge { get; } = new(
        nameof(LinkChallenge), HttpMethod.Post, Routes.LinkChallenges, Access.Anonymous, context => Of<ChallengesEndpoint>(context).HandleAsync(context))
    {
        IsForBrowsers = true,
        Describe = LinkChallengeDescription.Create,
    };

    public static ServiceRoute LinkIdentity { get; } = new(
        nameof(LinkIdentity), HttpMethod.Post, Routes.Identities, Access.Anonymous, context => Of<ProofEndpoint>(context).HandleAsync(context))
    {
        IsForBrowsers = true,
        Describe = LinkIdentityDescription.Create,
    };

    public static ServiceRoute SeparateIdentity { get; } = new(
        nameof(SeparateIdentity), HttpMethod.Delete, Routes.Identity, Access.Anonymous, context => Of<SeparationEndpoint>(context).HandleAsync(context))
    {
        IsForBrowsers = true,
        Describe = SeparateIdentityDescription.Create,
    };

    /// <summary>Says only that the process serves: a platform's probe must not depend on Auth0 or a CRM being up.</summary>
    public static ServiceRoute HealthLive { get; } = new(
        nameof(HealthLive), HttpMethod.Get, Routes.HealthLive, Access.Anonymous, _ => Task.FromResult(Results.Json(new Liveness("live"), WebhooksJsonContext.Default.Liveness)))
    {
        Describe = HealthLiveDescription.Create,
    };

    public static ServiceRoute HealthReady { get; } = new(nameof(HealthReady), HttpMethod.Get, Routes.HealthReady, Access.FunctionKey, context => Of<ReadyEndpoint>(context).HandleAsync(context))
    {
        Describe = HealthReadyDescription.Create,
    };

    /// <summary>What this table answers, for developers and their tools.</summary>
    public static ServiceRoute OpenApi { get; } = new(nameof(OpenApi), HttpMethod.Get, Routes.OpenApi, Access.Anonymous, OpenApiFile.HandleAsync)
    {
        Describe = OpenApiDescription.Create,
    };

    public static IReadOnlyList<ServiceRoute> All { get; } = [Link, Unlink, CrmSync, LinkCandidates, LinkChallenge, LinkIdentity, SeparateIdentity, HealthLive, HealthReady, OpenApi];

    private static TEndpoint Of<TEndpoint>(HttpContext context)
        where TEndpoint : notnull => context.RequestServices.GetRequiredService<TEndpoint>();
}
