using System.Security.Cryptography;
using AccountLinking.Sandbox.Tenant;

namespace AccountLinking.Sandbox.Logins;

/// <summary>That a person has signed in: over which connection, as whom, and when. The identity stays, whatever becomes of its account.</summary>
/// <param name="Id">The <c>sid</c> of ID tokens.</param>
public sealed record LoginSession(string Id, Connection Connection, string Subject, DateTimeOffset AuthenticatedAt)
{
    public string IdentityId => Connection.IdentityOf(Subject).FullId;

    public static LoginSession Begin(LoginRequest request, DateTimeOffset now) =>
        new(RandomNumberGenerator.GetHexString(32, lowercase: true), request.Connection, request.Subject, now);
}
