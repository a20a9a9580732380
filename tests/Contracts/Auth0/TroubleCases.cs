using AccountLinking.Auth0;

namespace AccountLinking.Contracts.Auth0;

internal static class TroubleCases
{
    /// <summary>The call, what comes in place of its answer, and: code, status, whether it may have taken effect, how often it is sent.</summary>
    public static TheoryData<string, string, string, int?, bool, int> All => new()
    {
        { "get", """{"status": 400, "body": {"statusCode": 400, "error": "Bad Request", "message": "MARKER"}}""", TroubleCode.Rejected, 400, false, 1 },
        { "get", """{"status": 401, "body": {"message": "MARKER"}}""", TroubleCode.Unauthorized, 401, false, 2 },
        { "get", """{"status": 400, "body": {"message": "Bad HTTP authentication header format"}}""", TroubleCode.Unauthorized, 400, false, 2 },
        { "get", """{"status": 403, "body": {"message": "MARKER"}}""", TroubleCode.Forbidden, 403, false, 1 },
        { "get", """{"status": 408}""", TroubleCode.Unavailable, 408, true, 4 },
        { "get", """{"status": 418, "body": "MARKER"}""", TroubleCode.Rejected, 418, false, 1 },
        { "get", """{"status": 429, "headers": {"retry-after": "30"}}""", TroubleCode.RateLimited, 429, false, 1 },
        { "get", """{"status": 500, "body": {"message": "MARKER"}}""", TroubleCode.Unavailable, 500, true, 4 },
        { "get", """{"status": 503, "body": "<html>MARKER</html>"}""", TroubleCode.Unavailable, 503, true, 4 },
        { "get", """{"status": 302, "headers": {"location": "http://127.0.0.1:9/"}}""", TroubleCode.Rejected, 302, false, 1 },
        { "get", """{"status": 200, "body": "<html>MARKER</html>"}""", TroubleCode.Unavailable, 200, true, 1 },
        { "get", """{"status": 200, "body": ""}""", TroubleCode.Unavailable, 200, true, 1 },
        { "get", """{"status": 200, "body": "{\"user_id\": \"auth0|"}""", TroubleCode.Unavailable, 200, true, 1 },
        { "get", """{"status": 200, "body": {"user_id": "auth0|x", "identities": []}}""", TroubleCode.Unavailable, 200, true, 1 },
        { "get", """{"status": 204}""", TroubleCode.Unavailable, 204, true, 1 },
        { "get", """{"reset": true}""", TroubleCode.Unavailable, null, true, 4 },
        { "search", """{"status": 200, "body": {"hits": []}}""", TroubleCode.Unavailable, 200, true, 1 },
        { "search", """{"status": 400, "body": {"message": "MARKER"}}""", TroubleCode.Rejected, 400, false, 1 },
        { "search", """{"status": 503}""", TroubleCode.Unavailable, 503, true, 4 },
        { "by-email", """{"status": 403}""", TroubleCode.Forbidden, 403, false, 1 },
        { "by-email", """{"status": 200, "body": {}}""", TroubleCode.Unavailable, 200, true, 1 },
        { "patch", """{"status": 400, "body": {"message": "MARKER"}}""", TroubleCode.Rejected, 400, false, 1 },
        { "patch", """{"status": 403}""", TroubleCode.Forbidden, 403, false, 1 },
        { "patch", """{"status": 413, "body": {"message": "MARKER"}}""", TroubleCode.Rejected, 413, false, 1 },
        { "link", """{"status": 401, "body": {"message": "MARKER"}}""", TroubleCode.Unauthorized, 401, false, 2 },
        { "link", """{"status": 403}""", TroubleCode.Forbidden, 403, false, 1 },
        { "link", """{"status": 500}""", TroubleCode.Unavailable, 500, true, 1 },
        { "link", """{"status": 503}""", TroubleCode.Unavailable, 503, true, 1 },
        { "link", """{"status": 408}""", TroubleCode.Unavailable, 408, true, 1 },
        { "link", """{"status": 429, "headers": {"retry-after": "30"}}""", TroubleCode.RateLimited, 429, false, 1 },
        { "link", """{"reset": true}""", TroubleCode.Unavailable, null, true, 1 },
        { "unlink", """{"status": 400, "body": {"message": "MARKER"}}""", TroubleCode.Rejected, 400, false, 1 },
        { "unlink", """{"status": 403}""", TroubleCode.Forbidden, 403, false, 1 },
    };
}
