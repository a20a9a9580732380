using AccountLinking.Sandbox.Logins;
using Microsoft.AspNetCore.WebUtilities;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>Takes the end of a login back to the application: in the address of its callback, or as a message to its page.</summary>
public sealed class AuthorizationResponse(Tickets<LoginGrant> codes)
{
    public IResult Of(AuthorizationRequest asked, LoginResult login) => login.Grant is { } grant
        ? Send(asked, [new("code", codes.Add(grant))])
        : Refuse(asked, login.Error, login.Reason ?? string.Empty);

    public static IResult Refuse(AuthorizationRequest asked, string error, string description) =>
        Send(asked, [new("error", error), new("error_description", description)]);

    private static IResult Send(AuthorizationRequest asked, IReadOnlyList<KeyValuePair<string, string?>> answer)
    {
        IReadOnlyList<KeyValuePair<string, string?>> all = asked.State is null ? answer : [.. answer, new("state", asked.State)];
        return asked.ResponseMode == AuthorizationRequest.WebMessage
            ? WebMessagePage.Of(LoopbackUrl.OriginOf(asked.RedirectUri)!, all)
            : Results.Redirect(QueryHelpers.AddQueryString(asked.RedirectUri, all));
    }
}
