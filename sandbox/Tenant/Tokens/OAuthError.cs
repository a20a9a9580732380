using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>An error answer of the Authentication API: RFC 6749, section 5.2, with Auth0's status codes.</summary>
public static class OAuthError
{
    public static IResult Of(int status, string error, string description) =>
        Results.Json(new Body(error, description), JsonValue.SerializerOptions, statusCode: status);

    private sealed record Body(string Error, string ErrorDescription);
}
