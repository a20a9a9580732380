using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>
/// An error answer of the Management API. Texts and codes are those that Auth0's API description, recordings of its SDKs or
/// reports of users show. Of the codes for linking only <c>inexistent_connection</c> is known for certain: the others fill
/// the place, and no client may depend on them.
/// </summary>
public sealed class ManagementApiException(int status, string message, string? errorCode) : Exception(message)
{
    public int Status => status;

    private bool RepeatsReason { get; init; }

    public static ManagementApiException InvalidBody(string message) => new(400, message, "invalid_body");

    public static ManagementApiException InvalidQuery(string message) => new(400, message, "invalid_query_string");

    public static ManagementApiException InvalidUserId(string userId) =>
        new(400, $"Path validation error: 'Object didn't pass validation for format user-id: {userId}' on property id.", "invalid_uri");

    public static ManagementApiException InexistentUser() => new(404, "The user does not exist.", "inexistent_user");

    public static ManagementApiException InexistentConnection() => new(400, "The connection does not exist.", "inexistent_connection");

    public static ManagementApiException UserExists() => new(409, "The user already exists.", "auth0_idp_error");

    public static ManagementApiException AttributeTaken(string attribute) => new(400, $"The specified new {attribute} already exists", "auth0_idp_error");

    public static ManagementApiException OperationNotSupported(string message) => new(400, message, "operation_not_supported");

    public static ManagementApiException ProviderNotConfigured() =>
        new(400, "The provider/connection is not configured.", "inexistent_connection");

    public static ManagementApiException LinkRefused(string message) => new(400, message, "invalid_body");

    public static ManagementApiException IdentityExists() => new(409, "Specified identity already exists.", "identity_conflict");

    public static ManagementApiException InsufficientScope(IEnumerable<string> expected) =>
        new(403, $"Insufficient scope, expected any of: {string.Join(',', expected)}", "insufficient_scope");

    public static ManagementApiException MissingAuthentication() => new(401, "Missing authentication", errorCode: null);

    /// <summary>Auth0 says twice what is wrong with a token, and has no code for it.</summary>
    public static ManagementApiException InvalidToken(string reason) => new(401, reason, errorCode: null) { RepeatsReason = true };

    public static ManagementApiException TooManyRequests() => new(429, "Global limit has been reached", "too_many_requests");

    public static ManagementApiException NotFound() => new(404, "Not Found", errorCode: null);

    public JsonMap ToBody()
    {
        var body = ErrorBody.Of(status, Message, errorCode);
        return RepeatsReason ? body.With("attributes", JsonMap.Empty.With("error", Message).ToElement()) : body;
    }
}
