using System.Text.RegularExpressions;
using AccountLinking.Auth0.Profiles;
using AccountLinking.CrmSync;

namespace AccountLinking.Configuration.Checks;

/// <summary>Those of the section <c>Crm</c>.</summary>
internal static partial class SettingsProblems
{
    private static readonly TimeSpan MinCrmTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxCrmTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxMaxStale = TimeSpan.FromDays(30);
    private const int MinMaxBytes = 64;
    private const int MaxMaxBytes = 8192;
    private const int MaxFieldName = 128;

    /// <summary>https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims: claims under these are dropped without a word.</summary>
    private static readonly string[] HostsOfAuth0 = ["auth0.com", "webtask.io", "webtask.run"];

    public static IEnumerable<string> Of(CrmOptions options) => [.. OfAccess(options), .. OfTimes(options), .. OfFields(options), .. OfNames("Crm:PhoneConnections", options.PhoneConnections)];

    private static IEnumerable<string> OfAccess(CrmOptions options)
    {
        if (options.Url.Length == 0)
        {
            if (options.Enabled) yield return "Crm:Url is required while Crm:Enabled is true: where the CRM is asked, as in https://crm.example.com/customers.";
        }
        else if (!IsCrmUrl(options.Url))
        {
            yield return "Crm:Url must be an https address without a user or fragment, as in https://crm.example.com/customers; plain http is taken for this machine only.";
        }

        if (options.ApiKey.Length == 0)
        {
            if (options.Enabled) yield return "Crm:ApiKey is required while Crm:Enabled is true: what the CRM knows the service by, sent as x-api-key.";
        }
        else if (!HeaderValue().IsMatch(options.ApiKey))
        {
            yield return "Crm:ApiKey must be visible ASCII characters: it is sent as a header, without a line break at its end.";
        }
    }

    private static IEnumerable<string> OfTimes(CrmOptions options)
    {
        if (options.Zone is null) yield return "Crm:TimeZone must be the name of an IANA time zone, as in Europe/Stockholm (capital letters count).";
        if (options.Timeout < MinCrmTimeout || options.Timeout > MaxCrmTimeout) yield return "Crm:Timeout must be from 00:00:00.1 to 00:00:10, as in 00:00:03 (a plain number means days).";
        if (options.MaxStale < TimeSpan.Zero || options.MaxStale > MaxMaxStale) yield return "Crm:MaxStale must be from 00:00:00 (off) to 30.00:00:00, as in 2.00:00:00.";
    }

    private static IEnumerable<string> OfFields(CrmOptions options)
    {
        if (options.MaxBytes is < MinMaxBytes or > MaxMaxBytes) yield return $"Crm:MaxBytes must be from {MinMaxBytes} to {MaxMaxBytes}, as in 2048.";
        if (!MetadataKey().IsMatch(options.ExternalIdField) || options.ExternalIdField == CrmFields.LastUpdate) yield return "Crm:ExternalIdField must be the name of a field, as in externalUserId: letters, digits, _ and -; and not lastUpdate, which is the service's.";
        if (options.Namespace.Length == 0)
        {
            if (options.Enabled) yield return "Crm:Namespace is required while Crm:Enabled is true: an address of your own that ends with a slash, as in https://crm.example.com/.";
        }
        else if (!IsNamespace(options.Namespace))
        {
            yield return "Crm:Namespace must be an https or http address of your own (not under auth0.com, webtask.io or webtask.run), without a query, that ends with a slash, as in https://crm.example.com/.";
        }

        foreach (var (index, field) in options.Claims.Index())
        {
            if (field != CrmOptions.AllFields && !IsField(field)) yield return $"Crm:Claims:{index} must be {CrmOptions.AllFields} or the name of a field, as in name, without white space, . and $.";
        }
    }

    private static bool IsCrmUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0;

    private static bool IsNamespace(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal))
        && text.EndsWith('/') && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0 && !text.Any(character => char.IsWhiteSpace(character) || character == '\\')
        && !HostsOfAuth0.Any(host => uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase) || uri.Host.EndsWith($".{host}", StringComparison.OrdinalIgnoreCase));

    private static bool IsField(string name) =>
        name.Length is > 0 and <= MaxFieldName && name != CrmFields.LastUpdate && !MetadataKeys.IsUnstorable(name) && !name.Any(character => char.IsControl(character) || char.IsWhiteSpace(character));

    [GeneratedRegex(@"^[\x21-\x7e]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderValue();
}
