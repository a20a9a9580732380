using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.CrmSync;
using AccountLinking.CrmSync.Customers;

namespace AccountLinking.Tests.Interleaving;

/// <summary>A CRM that knows everybody, by the last digit of his number; each question waits until the scheduler lets it through.</summary>
internal sealed class GatedCustomers : ICustomers
{
    public Task<CrmAnswer> FindAsync(PhoneNumber number, RequestBudget budget) => Attempt.Current.CallAsync<CrmAnswer>(
        $"ask the CRM about {number.Reveal()}", null, isRead: true, () => Task.FromResult<CrmAnswer>(new CrmAnswer.Found(JsonElement.Parse($$"""{"externalUserId": "C-{{number.Reveal()[^1]}}", "segment": "private"}"""))));
}
