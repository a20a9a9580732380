using Microsoft.AspNetCore.Http;

namespace AccountLinking.Webhooks;

/// <summary>A row of the route table.</summary>
/// <param name="Name">What the function is called in Azure.</param>
/// <param name="Path">Under <see cref="Routes.Prefix"/>.</param>
/// <param name="HandleAsync">Answers a request whose <see cref="HttpContext.RequestServices"/> are the service's.</param>
public sealed record ServiceRoute(string Name, HttpMethod Method, string Path, Access Access, Func<HttpContext, Task<IResult>> HandleAsync);
