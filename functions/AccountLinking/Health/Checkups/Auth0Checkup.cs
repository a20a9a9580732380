using AccountLinking.Auth0;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health.Checkups;

/// <summary>
/// The tenant, the token, and what it may do there; and people's tokens. Each is asked only where what it needs is well, so that one cause makes one line that fails.
/// </summary>
internal sealed class Auth0Checkup(TenantCheckup tenant, TokenCheckup token, ManagementApiCheckup api, ConnectionsCheckup connections, SelfServiceCheckup selfService) : ICheckup
{
    public static IReadOnlyList<string> Names { get; } =
    [
        TenantCheckup.Tenant, TenantCheckup.Clock, TokenCheckup.Token, TokenCheckup.Scopes, ManagementApiCheckup.ManagementApi, ConnectionsCheckup.Connections,
        SelfServiceCheckup.SelfService,
    ];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget)
    {
        var found = await OfTheServiceAsync(budget);
        // Last, because it may ask somewhere else; and not where all time is used up, which is told already.
        if (!budget.IsSpent && found.Exists(finding => finding is { Check: TenantCheckup.Tenant, Verdict: Verdict.Pass })) found.Add(await OfPeopleAsync(budget));
        return [.. Names.SelectMany(name => found.Where(finding => finding.Check == name).DefaultIfEmpty(Finding.Skip(name, "Not examined: something before it has failed.")))];
    }

    private async Task<List<Finding>> OfTheServiceAsync(RequestBudget budget)
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
            found.Add(OfTrouble(stage, trouble));
        }
        catch (OptionsValidationException)
        {
            found.Add(Finding.SettingsFirst(stage));
        }

        return found;
    }

    private async Task<Finding> OfPeopleAsync(RequestBudget budget)
    {
        try
        {
            return await selfService.ExamineAsync(budget);
        }
        catch (Auth0Exception trouble)
        {
            return OfTrouble(SelfServiceCheckup.SelfService, trouble);
        }
    }

    private static Finding OfTrouble(string check, Auth0Exception trouble) =>
        Finding.Fail(check, trouble.Code == TroubleCode.BudgetExceeded ? "Auth0 did not answer in time: look at its status page, and at the network's way to it." : trouble.Message);
}
