using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Crm;

/// <summary>What the CRM says of one phone number.</summary>
/// <param name="Body">A string is sent as it is, so that a CRM that answers something other than JSON can be played.</param>
public sealed record CrmAnswer(int Status, JsonElement? Body)
{
    /// <summary>Reads <c>{"phone_number", "status", "body"}</c>; without a status, 200.</summary>
    public static (string PhoneNumber, CrmAnswer Answer) Parse(JsonFields fields)
    {
        var phoneNumber = fields.RequiredText("phone_number");
        var answer = new CrmAnswer(fields.OptionalInt("status", 200, 599) ?? 200, fields.OptionalAny("body"));
        fields.RefuseUnknown();
        return (phoneNumber, answer);
    }
}
