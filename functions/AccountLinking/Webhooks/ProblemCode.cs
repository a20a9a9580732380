namespace AccountLinking.Webhooks;

/// <summary>The <c>code</c> of a problem that the service finds by itself; those of a 503 are Auth0's (<see cref="Auth0.TroubleCode"/>) and the journal's.</summary>
internal static class ProblemCode
{
    public const string MalformedJson = "malformed_json";
    public const string InvalidField = "invalid_field";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string ContentTooLarge = "content_too_large";
    public const string UnreadableRequest = "unreadable_request";

    public const string UnknownLink = "unknown_link";
    public const string UnknownUser = "unknown_user";
    public const string CrmDisabled = "crm_disabled";

    public const string InternalError = "internal_error";
}
