using AccountLinking.Auth0;

namespace AccountLinking.CrmSync.Customers;

/// <summary>Whoever knows which customer has a phone number.</summary>
internal interface ICustomers
{
    /// <summary>Whatever goes wrong is an answer. It leaves time of the budget to write.</summary>
    /// <exception cref="OperationCanceledException">The caller hung up.</exception>
    Task<CrmAnswer> FindAsync(PhoneNumber number, RequestBudget budget);
}
