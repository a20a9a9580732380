namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>A person cannot be signed in for an application as that asks for it (RFC 6749, section 4.1.2.1).</summary>
public sealed class AuthorizationException(string error, string description, int status = StatusCodes.Status400BadRequest) : Exception(description)
{
    public string Error => error;

    /// <summary>That of the page which says so, where the application cannot be told.</summary>
    public int Status => status;
}
