using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>The attributes of a new account: what is said of the person, and what Auth0 fills in around it.</summary>
public static class NewAccount
{
    public static JsonMap Attributes(JsonMap profile, string subject, DateTimeOffset now)
    {
        var attributes = JsonMap.Empty
            .With("created_at", Timestamp.Format(now))
            .With("updated_at", Timestamp.Format(now))
            .With("name", profile.Text("email") ?? profile.Text("phone_number") ?? subject);
        if (profile.Text("email") is { } email)
            attributes = attributes.With("email_verified", false).With("nickname", email.Split('@')[0]).With("picture", Gravatar.Of(email));
        return attributes.With(profile);
    }
}
