using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.CrmSync;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.CrmSync;

/// <summary>Accounts, records and settings for the pure parts.</summary>
internal static class CrmTestData
{
    public const string Phone = "+46701740605";

    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static PhoneNumber Number(string text = Phone) => PhoneNumber.TryParse(text, out var number) ? number : throw new ArgumentException("Not a number.", nameof(text));

    public static CrmOptions Crm(Action<CrmOptions>? change = null)
    {
        var options = new CrmOptions { Enabled = true, Namespace = "https://crm.example.com/" };
        change?.Invoke(options);
        return options;
    }

    public static Today At(DateTimeOffset time, CrmOptions? options = null) => new(time, (options ?? Crm()).Zone!);

    public static JsonObject Fields(string json) => JsonNode.Parse(json)!.AsObject();

    public static Auth0User Customer(string userMetadata = "{}", string appMetadata = "{}") =>
        User("sms|1", $$""", "phone_number": "{{Phone}}", "user_metadata": {{userMetadata}}, "app_metadata": {{appMetadata}}""");

    /// <summary>The account once that is written.</summary>
    public static Auth0User Written(Auth0User account, Laid laid) =>
        AccountLinking.Auth0.Profiles.AccountMetadata.With(account, laid.UserMetadata, AccountLinking.Auth0.Profiles.AccountMetadata.Apply(AccountLinking.Auth0.Profiles.AccountMetadata.AppOf(account), laid.Patch.AppMetadata));

    public static Laid Lay(Auth0User account, string? fields, DateTimeOffset? time = null, CrmOptions? options = null) => CopyInMetadata.Lay(
        account, CrmRecord.Of(account), fields is null ? null : Fields(fields), Number(), At(time ?? Noon, options), options ?? Crm());
}
