using AccountLinking.Sandbox.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The shape of every error of the Management API.</summary>
public static class ErrorBody
{
    public static JsonMap Of(int status, string message, string? errorCode)
    {
        var body = JsonMap.Empty
            .With("statusCode", status)
            .With("error", ReasonPhrases.GetReasonPhrase(status))
            .With("message", message);
        return errorCode is null ? body : body.With("errorCode", errorCode);
    }
}
