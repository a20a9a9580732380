using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.CrmSync;
using AccountLinking.CrmSync.Customers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health.Checkups;

/// <summary>Whether the CRM answers and takes the key, and whether logins ask it at all just now.</summary>
internal sealed class CrmCheckup(IOptionsMonitor<CrmOptions> options, IServiceProvider services) : ICheckup
{
    /// <summary>Of those that Sweden's telecom authority keeps for books and films (070-1740605 to 1740699), so that nobody has it.</summary>
    private const string Nobody = "+46701740650";

    private const string Name = "crm";

    public static IReadOnlyList<string> Names { get; } = [Name];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget)
    {
        if (!options.CurrentValue.Enabled) return [Finding.Skip(Name, "Crm:Enabled is false: nobody asks a CRM.")];
        if (!PhoneNumber.TryParse(Nobody, out var number)) throw new InvalidOperationException("Nobody's number must be one.");
        var crm = services.GetRequiredService<CrmClient>();
        if (crm.LeftAloneUntil is { } until) return [Finding.Fail(Name, $"The CRM has asked not to be asked until {until:HH:mm:ss} UTC (Retry-After), and is not: logins go on with older data, or without claims.")];
        return [await crm.TryAsync(number, budget) is { } answer && !crm.IsGivenUp ? Of(answer) : OfGivenUp()];
    }

    private static Finding Of(CrmAnswer answer) => answer switch
    {
        CrmAnswer.Found => Finding.Pass(Name, "The CRM answers, and takes the key."),
        // Whatever else is at a wrong address may say that as well, before it looks at a key.
        CrmAnswer.NotFound => Finding.Pass(Name, "The CRM answers: 404 for a number that nobody has, as it should. If it never finds anybody, check the path in Crm:Url, and Crm:ApiKey."),
        CrmAnswer.Failed { Why: CrmFailure.Unexpected, Status: 400 or 422 } odd => Finding.Warn(
            Name, $"The CRM answers with status {odd.Status} to a number that nobody has: if it does so to real ones as well, check Crm:Url; if it takes numbers of its own country alone, nothing is wrong."),
        CrmAnswer.Failed failed => Finding.Fail(Name, $"The CRM does not do its part: {CrmAdvice.For(failed)}"),
        _ => throw new InvalidOperationException("An answer of which nobody knows what it means."),
    };

    private static Finding OfGivenUp() => Finding.Fail(Name, "The CRM failed again and again just now, and logins do not ask it for half a minute: they go on with older data, or without claims. Look at its own log.");
}
