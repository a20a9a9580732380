using System.Net;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Http;
using AccountLinking.Auth0.ManagementApi;

namespace AccountLinking.Health.Checkups;

/// <summary>Whether a tenant answers, by its OpenID Connect Discovery document, and whether it is the same time there.</summary>
internal sealed class TenantCheckup(Auth0Http http, Auth0Calls calls, TimeProvider clock)
{
    public const string Tenant = "tenant";
    public const string Clock = "clock";

    private const string Document = ".well-known/openid-configuration";

    /// <summary>Signatures are good for minutes (Webhooks:Tolerance), and tokens are used until a minute before their end.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <exception cref="Auth0Exception">There is none.</exception>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget)
    {
        var answer = await calls.SendAsync($"GET /{Document}", Effort.Read, RequestAsync, budget);
        if (answer.Status == HttpStatusCode.OK && Json.Text(answer.Body, "issuer") is not null && Json.Text(answer.Body, "token_endpoint") is not null)
            return [Finding.Pass(Tenant, "A tenant answers at Auth0:Domain."), OfClock(answer.Date + (answer.Age ?? TimeSpan.Zero), clock.GetUtcNow())];
        throw Auth0Trouble.OfDiscovery(answer);
    }

    public static Finding OfClock(DateTimeOffset? theirs, DateTimeOffset ours)
    {
        if (theirs is not { } there) return Finding.Warn(Clock, "Auth0's answer has no date to compare the clock with.");
        var ahead = ours - there;
        return ahead.Duration() <= ClockTolerance
            ? Finding.Pass(Clock, "The clock is within a minute of Auth0's.")
            : Finding.Fail(Clock, $"This machine's clock is {ahead.Duration().TotalSeconds:0} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} Auth0's: set it right (NTP). Beyond Webhooks:Tolerance all signed requests are refused, and tokens end at the wrong time.");
    }

    private async Task<Auth0Answer> RequestAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Document);
        return await http.SendAsync(request, cancellation);
    }
}
