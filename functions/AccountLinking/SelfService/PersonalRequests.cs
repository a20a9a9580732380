using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.SelfService;

/// <summary>What is the same for every request of a person's own application: where it may come from, who asks, and how long it may take.</summary>
internal sealed class PersonalRequests(Edge edge, Callers callers, CrossOrigin origins, IOptionsMonitor<Auth0Options> auth0, TimeProvider clock)
{
    /// <summary>Nobody waits to be logged in.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(18);

    /// <param name="scope">That the access token must have.</param>
    public async Task<IResult> AnswerAsync(HttpContext context, ServiceRoute route, string scope, Func<PersonalRequest, Task<IResult>> answerAsync)
    {
        // A browser reads refusals, too, where it may read answers.
        if (origins.Allow(context, route.Method)) return Results.NoContent();
        return await edge.GuardAsync(context, route, async observed =>
        {
            if (!auth0.CurrentValue.ServesPeople) throw Refusals.Disabled();
            using var budget = observed.Budget = new RequestBudget(Budget, clock, context.RequestAborted);
            return await answerAsync(new PersonalRequest(context, await callers.AuthenticateAsync(context.Request, scope, budget), observed, budget));
        });
    }
}
