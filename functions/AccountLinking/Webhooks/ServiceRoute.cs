using AccountLinking.Webhooks.OpenApi;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Webhooks;

/// <summary>A row of the route table.</summary>
/// <param name="Name">What the function is called in Azure.</param>
/// <param name="Path">Under <see cref="Routes.Prefix"/>.</param>
/// <param name="HandleAsync">Answers a request whose <see cref="HttpContext.RequestServices"/> are the service's.</param>
public sealed record ServiceRoute(string Name, HttpMethod Method, string Path, Access Access, Func<HttpContext, Task<IResult>> HandleAsync)
{
    public string FullPath => $"{Routes.Prefix}/{Path}";

    /// <summary>Browsers of the listed origins may call it, and ask first whether they may: the host passes <c>OPTIONS</c> on, too.</summary>
    public bool IsForBrowsers { get; init; }

    /// <summary>What the OpenAPI document says of it. Made when somebody asks: the service itself never does.</summary>
    internal Func<RouteDescription>? Describe { get; init; }

    /// <summary>As spans are named.</summary>
    public override string ToString() => $"{Method} {FullPath}";
}
