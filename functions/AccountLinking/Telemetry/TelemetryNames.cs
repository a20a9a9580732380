namespace AccountLinking.Telemetry;

/// <summary>
/// What spans and numbers are tagged with. Where OpenTelemetry has a word for it, that is the name (https://opentelemetry.io/docs/specs/semconv/); values come from lists
/// of ours, from Auth0's statuses, or are ids of our own making: nothing of them is personal.
/// </summary>
internal static class TelemetryNames
{
    /// <summary>Of the activity source and of the meter.</summary>
    public const string Source = "AccountLinking";

    public const string Method = "http.request.method";
    public const string Route = "http.route";
    public const string UrlTemplate = "url.template";
    public const string Status = "http.response.status_code";
    public const string ResendCount = "http.request.resend_count";
    public const string ErrorType = "error.type";

    /// <summary>Whom a call goes to: <c>auth0</c>, <c>crm</c> or <c>journal</c>.</summary>
    public const string Peer = "peer.service";

    public const string Call = "account_linking.call";
    public const string Outcome = "account_linking.outcome";
    public const string Rule = "account_linking.rule";
    public const string Reason = "account_linking.reason";
    public const string Login = "account_linking.login";
    public const string Candidates = "account_linking.candidates";
    public const string DryRun = "account_linking.dry_run";
    public const string LinkId = "account_linking.link_id";
    public const string WebhookId = "account_linking.webhook_id";
    public const string TransactionId = "account_linking.transaction_id";
    public const string State = "account_linking.journal.state";
    public const string Settled = "account_linking.journal.settled";
    public const string Erased = "account_linking.journal.erased";
}
