using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>Reads what a person chose on the login page.</summary>
public static class LoginForm
{
    /// <exception cref="FieldException">It is nobody who can sign in here.</exception>
    public static LoginRequest Read(IFormCollection form, AuthorizationRequest asked, Connections connections, LoginChoices choices)
    {
        var login = form["identity"] is [{ Length: > 0 } identityId]
            ? choices.Find(identityId) ?? throw new FieldException("Whoever that was is not here any more; choose again.")
            : LoginRequest.Parse(new JsonFields(Newcomer(form)), connections);
        return asked.Connection is null || asked.Connection.Name == login.Connection.Name
            ? login
            : throw new FieldException($"The application asked for somebody of {asked.Connection.Name}.");
    }

    /// <summary>As in a control call. A field that was left empty says nothing of the person.</summary>
    private static JsonMap Newcomer(IFormCollection form)
    {
        var profile = JsonMap.Empty;
        foreach (var name in (string[])["sub", "name", "email"])
        {
            if (form[name] is [{ } text] && text.Trim() is { Length: > 0 } given) profile = profile.With(name, given);
        }

        if (profile.ContainsKey("email")) profile = profile.With("email_verified", form.ContainsKey("email_verified"));
        return JsonMap.Empty.With("connection", form["connection"].ToString()).With("profile", profile.ToElement());
    }
}
