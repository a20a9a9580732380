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

    public const string SelfServiceDisabled = "self_service_disabled";
    public const string InvalidToken = "invalid_token";
    public const string InsufficientScope = "insufficient_scope";
    public const string TooManyRequests = "too_many_requests";
    public const string ConnectionNotListed = "connection_not_listed";
    public const string AccountGone = "account_gone";
    public const string AccountBlocked = "account_blocked";
    public const string InvalidHandle = "invalid_handle";
    public const string InvalidIdToken = "invalid_id_token";
    public const string WrongClient = "wrong_client";
    public const string SignInTooOld = "sign_in_too_old";
    public const string SameAccount = "same_account";
    public const string InvalidNonce = "invalid_nonce";
    public const string NonceSpent = "nonce_spent";
    public const string WrongAccount = "wrong_account";
    public const string DryRun = "dry_run";
    public const string UnknownIdentity = "unknown_identity";
    public const string MainIdentity = "main_identity";
    public const string LastIdentity = "last_identity";

    public const string InternalError = "internal_error";
}
