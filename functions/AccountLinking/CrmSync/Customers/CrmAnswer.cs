using System.Text.Json;

namespace AccountLinking.CrmSync.Customers;

/// <summary>What the CRM says of a phone number.</summary>
internal abstract record CrmAnswer
{
    private CrmAnswer()
    {
    }

    /// <param name="Fields">A JSON object.</param>
    public sealed record Found(JsonElement Fields) : CrmAnswer
    {
        /// <summary>Nothing personal: it may end up in a log.</summary>
        public override string ToString() => "a customer";
    }

    public sealed record NotFound : CrmAnswer;

    /// <param name="Status">Null where there was no answer.</param>
    /// <param name="Wait">How long the CRM says to wait before it is asked again; null where it says nothing.</param>
    public sealed record Failed(CrmFailure Why, int? Status = null, TimeSpan? Wait = null) : CrmAnswer;
}
