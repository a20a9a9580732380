using NodaTime;

namespace AccountLinking.Configuration;

/// <summary>The customer register that knows people's external ids: section <c>Crm</c>.</summary>
public sealed class CrmOptions
{
    public const string Section = "Crm";

    /// <summary>Stands for the claim with all the CRM's fields in it, whose name is <see cref="Namespace"/> alone.</summary>
    internal const string AllFields = "*";

    public bool Enabled { get; set; }

    /// <summary>Where it is asked: a POST of <c>{"phoneNumber", "extended": true}</c>. https, or plain http on this machine.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>Sent as <c>x-api-key</c>.</summary>
    public string ApiKey { get; set; } = string.Empty;

    /// <summary>Each account is synced once a day, by the calendar of this IANA time zone; UTC unless set.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>How long one question may take, to the end of its answer: 0.1 to 10 seconds, three unless set. 2.7 seconds of Webhooks:Budget are left to write in any case.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How old data may be that is still served while the CRM does not answer: up to 30 days, two unless set. Zero: none is.</summary>
    public TimeSpan MaxStale { get; set; } = TimeSpan.FromDays(2);

    /// <summary>
    /// The most bytes that an answer may have: 64 to 8192, 2048 unless set. They are stored twice on the account, as a copy and as claims, and Auth0 allows 10 KB in all.
    /// </summary>
    public int MaxBytes { get; set; } = 2048;

    /// <summary>
    /// The connections whose <c>phone_number</c> is believed where they say <c>phone_verified</c>, by their exact names; no wildcards. That of Auth0's own
    /// SMS connection always is.
    /// </summary>
    public string[] PhoneConnections { get; set; } = [];

    /// <summary>The field of the CRM's answer that is the external id: letters, digits, <c>_</c> and <c>-</c>.</summary>
    public string ExternalIdField { get; set; } = "externalUserId";

    /// <summary>What the names of all claims begin with: an address of your own that ends with a slash. Auth0 drops claims under its own domains.</summary>
    public string Namespace { get; set; } = string.Empty;

    /// <summary>
    /// The CRM's fields that become claims, each named by <see cref="Namespace"/> and its own name; <c>*</c> is one claim with all fields in it, named by the
    /// namespace alone. <c>*</c> and <c>name</c> unless set.
    /// </summary>
    public string[] Claims { get; set; } = [];

    /// <summary>What becomes of fields whose names Auth0 does not take.</summary>
    public ForbiddenKeys ForbiddenKeys { get; set; } = ForbiddenKeys.Rename;

    /// <summary>An array of a settings source adds to a default, so the default stands here.</summary>
    internal IReadOnlyList<string> ClaimFields => Claims.Length == 0 ? [AllFields, "name"] : Claims;

    /// <summary>Null: there is no such zone.</summary>
    internal DateTimeZone? Zone => DateTimeZoneProviders.Tzdb.Ids.Contains(TimeZone, StringComparer.Ordinal) ? DateTimeZoneProviders.Tzdb[TimeZone] : null;
}
