using AccountLinking.Auth0;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health.Checkups;

/// <summary>The tenant, the token, and what it may do there. Each is asked only where the one before it is well, so that one cause makes one line that fails.</summary>
internal sealed class Auth0Checkup(TenantCheckup tenant, TokenCheckup token, ManagementApiCheckup api, ConnectionsCheckup connections) : ICheckup
{
    public static IReadOnlyList<string> Names { get; } =
        [TenantCheckup.Tenant, TenantCheckup.Clock, TokenCheckup.Token, TokenCheckup.Scopes, ManagementApiCheckup.ManagementApi, ConnectionsCheckup.Connections];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget)
    {
        List<Finding> found = [];
        var stage = TenantCheckup.Tenant;
        try
        {
            found.AddRange(await tenant.ExamineAsync(budget));
            stage = TokenCheckup.Token;
            var (issued, ofToken) = await token.ExamineAsync(budget);
            found.AddRange(ofToken);
            if (issued is not null)
            {
                stage = ManagementApiCheckup.ManagementApi;
                var (sample, ofApi) = await api.ExamineAsync(issued, budget);
                found.Add(ofApi);
                stage = ConnectionsCheckup.Connections;
                found.AddRange(await connections.ExamineAsync(sample, issued, budget));
            }
        }
        catch (Auth0Exception trouble)
        {
            found.Add(Finding.Fail(stage, trouble.Code == TroubleCode.BudgetExceeded ? "Auth0 did not answer in time: look at its status page, and at the network's way to it." : trouble.Message));
        }
        catch (OptionsValidationException)
        {
            found.Add(Finding.SettingsFirst(stage));
        }

        return [.. found, .. Names.Except(found.Select(finding => finding.Check), StringComparer.Ordinal).Select(name => Finding.Skip(name, "Not examined: something before it has failed."))];
    }
}
