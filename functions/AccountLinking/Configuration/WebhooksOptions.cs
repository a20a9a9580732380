namespace AccountLinking.Configuration;

/// <summary>Signed requests and their time: section <c>Webhooks</c>.</summary>
public sealed class WebhooksOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// <c>whsec_</c> and the base64 of 24 to 64 bytes. A request is good when any of them signed it, so that secrets can be
    /// changed without a gap. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
    /// </summary>
    public string[] SigningSecrets { get; set; } = [];

    /// <summary>
    /// The same, for those who undo links. The Action does not have them; without any, nobody can. They differ from
    /// <see cref="SigningSecrets"/>.
    /// </summary>
    public string[] OperationsSecrets { get; set; } = [];

    /// <summary>How far a request's timestamp may be from now, either way: one second to an hour, five minutes unless set.</summary>
    public TimeSpan Tolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time of one request, all its calls to Auth0 included: more than two seconds, at most 18 (Auth0 ends a login's Actions
    /// after 20), six unless set. The Action waits nine.
    /// </summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(6);
}
