using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>Somebody whom the login page offers to be.</summary>
/// <param name="Login">What it takes to sign in as that.</param>
/// <param name="Name">Who a person takes it for.</param>
/// <param name="Detail">What tells it from others of the same name.</param>
public sealed record LoginChoice(LoginRequest Login, string Name, string Detail)
{
    public static LoginChoice Of(LoginRequest login, JsonMap profile)
    {
        var address = profile.Text("email") ?? profile.Text("phone_number") ?? login.Subject;
        var name = profile.Text("name") ?? address;
        return new LoginChoice(login, name, name == address ? login.Subject : address);
    }
}
