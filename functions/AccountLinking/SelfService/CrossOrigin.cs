using AccountLinking.Configuration;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AccountLinking.SelfService;

/// <summary>
/// Lets browsers of the listed origins read the answers (https://fetch.spec.whatwg.org/#http-cors-protocol). By itself and not as middleware: no other end point
/// is for browsers, and not every host has middleware. Azure's host answers preflights before the service hears of them, and is given the same list.
/// </summary>
internal sealed class CrossOrigin(ICorsService cors, IOptionsMonitor<SelfServiceOptions> options)
{
    /// <summary>What browsers remember of a preflight: not for long, so that an origin that is taken off the list is gone soon.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    /// <returns>Whether the request only asks if it may be sent.</returns>
    public bool Allow(HttpContext context, HttpMethod method)
    {
        var policy = new CorsPolicyBuilder(options.CurrentValue.Origins)
            .WithMethods(method.Method)
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType)
            .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate)
            .SetPreflightMaxAge(Remembered)
            .Build();
        cors.ApplyResult(cors.EvaluatePolicy(context, policy), context.Response);
        return HttpMethods.IsOptions(context.Request.Method);
    }
}
